import { ToolError } from "../definition/tool-error.ts";
import { KINDS } from "./kinds.ts";

export function typeNotTaken(): ToolError {
  const types = KINDS.map((kind) => kind.extension).join(", ");
  return new ToolError(
    `The file's type is none that WhatsApp takes (${types}), or the bytes do not tell it. ` +
      "For plain text and old Office files, give filename with its extension or mime_type.",
  );
}
