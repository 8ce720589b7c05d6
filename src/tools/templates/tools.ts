import create from "./create_template.ts";
import remove from "./delete_template.ts";
import { getTemplate } from "./get_template.ts";
import { listTemplates } from "./list_templates.ts";
import update from "./update_template.ts";

export default [listTemplates, getTemplate, ...create, ...update, ...remove];
