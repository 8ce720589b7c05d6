import create from "./create.ts";
import remove from "./delete.ts";
import read from "./read.ts";
import update from "./update.ts";

export default [...read, ...create, ...update, ...remove];
