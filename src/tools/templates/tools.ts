import create from "./create_template.ts";
import remove from "./delete_template.ts";
import read from "./read.ts";
import update from "./update_template.ts";

export default [...read, ...create, ...update, ...remove];
