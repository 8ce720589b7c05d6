import { z } from "zod";
import { readArguments } from "../../tools/definition/faults.ts";
import type { Tool } from "../../tools/definition/tool.ts";

/** The tool as it is where caller and server share no disk: parameters that name files do not exist. */
export function withoutLocalFiles(tool: Tool): Tool {
  if (tool.localFiles.length === 0) return tool;
  const shared = Object.entries(tool.input.shape).filter(([name]) => !tool.localFiles.includes(name));
  const input = z.strictObject(Object.fromEntries(shared));
  return {
    ...tool,
    input,
    localFiles: [],
    prepare(args, joined) {
      const read = readArguments(input, args, joined);
      return "faults" in read ? read : tool.prepare(read.args, joined);
    },
  };
}
