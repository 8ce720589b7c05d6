import type { Effect } from "../../tools/definition/tool.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";

/** Why a rule refuses, as the rest of "The operator's rule KAPSO_... ", and the tools that help on. */
export interface Reason {
  text: string;
  see?: readonly string[];
  cause?: unknown;
}

/** The operator forbids it. Names the rule by its variable, and never what the operator wrote into it. */
export class PolicyRefusal extends ToolError {
  constructor(
    readonly rule: string,
    effect: Effect,
    { text, ...more }: Reason,
  ) {
    super(`Nothing was ${effect === "send" ? "sent" : "done"}. The operator's rule ${rule} ${text}`, more);
    this.name = "PolicyRefusal";
  }
}
