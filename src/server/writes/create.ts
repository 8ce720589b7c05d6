import type { Log } from "../../log.ts";
import type { Effect } from "../../tools/definition/tool.ts";
import { AuditLog, NO_AUDIT } from "../audit/audit-log.ts";
import { createPolicy } from "../policy/policy.ts";
import type { PolicySettings } from "../policy/rules.ts";
import { Confirmation } from "./confirmation.ts";
import { Writes } from "./writes.ts";

/** What the operator has settled about writing. */
export interface WriteSettings extends PolicySettings {
  confirm: readonly Effect[];
  confirmFallback?: "allow" | "refuse" | undefined;
  stateSecret?: string | undefined;
  auditLog?: string | undefined;
  auditKey?: string | undefined;
}

export function createWrites(settings: WriteSettings, log: Log): Writes {
  const { confirm: effects, confirmFallback: fallback, stateSecret: secret, auditLog: path, auditKey: key } = settings;
  return new Writes({
    policy: createPolicy(settings),
    confirmation: new Confirmation({ effects, fallback, secret }),
    rules: toldRules(settings),
    audit: path === undefined || key === undefined ? NO_AUDIT : new AuditLog({ path, key, log }),
  });
}

/** What the operator has settled, as a model is told beforehand: which rules there are, and not what they say. */
export function toldRules(settings: WriteSettings): string[] {
  const { deny, allow, replyOnly, templateOnly, dailySends, quietHours, confirm } = settings;
  const rules = [
    deny || allow ? "sends go to some recipients only" : "",
    replyOnly ? "sends go only to people who wrote first" : "",
    templateOnly ? "only templates are sent" : "",
    quietHours ? "nothing is sent in quiet hours" : "",
    dailySends === undefined ? "" : `at most ${dailySends} sends a day`,
    confirm.includes("send") ? "a person is asked before each send" : "",
  ].filter((rule) => rule !== "");
  return rules.length === 0 ? [] : [`The operator's rules: ${rules.join("; ")}.`];
}
