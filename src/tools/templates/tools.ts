import { createTemplate } from "./create_template.ts";
import { deleteTemplate } from "./delete_template.ts";
import { getTemplate } from "./get_template.ts";
import { listTemplates } from "./list_templates.ts";
import { updateTemplate } from "./update_template.ts";

export default [listTemplates, getTemplate, createTemplate, updateTemplate, deleteTemplate];
