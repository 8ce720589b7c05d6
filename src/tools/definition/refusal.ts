import { type Fault, faultText } from "./faults.ts";
import { ToolError } from "./tool-error.ts";

/** Refuses what could only be judged once a call runs (times, stored records), in the words of any other fault. */
export function refuse(tool: string, faults: readonly Fault[], see: readonly string[] = []): void {
  if (faults.length > 0) throw refusal(tool, faults, see);
}

export function refusal(tool: string, faults: readonly Fault[], see: readonly string[] = []): ToolError {
  const lines = faults.map((fault) => `- ${faultText(fault)}`);
  return new ToolError(`Nothing was done. ${tool} cannot be called so:\n${lines.join("\n")}`, { see });
}
