import type { Log } from "../../log.ts";
import type { Effect } from "../../tools/tool.ts";
import { AuditLog, NO_AUDIT } from "../audit.ts";
import { createPolicy } from "../policy/policy.ts";
import type { PolicySettings } from "../policy/rules.ts";
import { Confirmation } from "./confirmation.ts";
import { toldRules } from "./told.ts";
import { Writes } from "./writes.ts";

/** What the operator has settled about writing. */
export interface WriteSettings extends PolicySettings {
  confirm: readonly Effect[];
  confirmFallback?: "allow" | "refuse" | undefined;
  stateSecret?: string | undefined;
  auditLog?: string | undefined;
  auditKey?: string | undefined;
}

export function openWrites(settings: WriteSettings, log: Log): Writes {
  const { confirm: effects, confirmFallback: fallback, stateSecret: secret, auditLog: path, auditKey: key } = settings;
  return new Writes({
    policy: createPolicy(settings),
    confirmation: new Confirmation({ effects, fallback, secret }),
    rules: toldRules(settings),
    audit: path === undefined || key === undefined ? NO_AUDIT : new AuditLog({ path, key, log }),
  });
}
