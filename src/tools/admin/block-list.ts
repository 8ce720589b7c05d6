import { z } from "zod";
import type { BlockChange } from "../../kapso/block-list.ts";
import { duplicateFaults } from "../definition/duplicates.ts";
import type { Fault } from "../definition/faults.ts";
import { phone } from "../definition/schemas.ts";
import { ToolError } from "../definition/tool-error.ts";
import { oneLine } from "../definition/untrusted.ts";
import { present } from "../records/present.ts";

/** The API takes 1,000 at a time; a call of a model that names more than 100 people is a mistake. */
export const MAX_USERS = 100;

export const users = {
  users: z.array(phone).min(1).max(MAX_USERS).describe("Numbers with country code, such as +5511987650042."),
};

export const changed = {
  failed: z
    .array(z.object({ user: z.string(), code: z.number().optional(), reason: z.string() }))
    .optional()
    .describe("Those for whom nothing was done, and why."),
};

export function userFaults({ users: given }: { users: readonly string[] }): Fault[] {
  return duplicateFaults(given.map((value, i) => ({ path: ["users", i], value })));
}

/** Who it was done for. Where that is nobody, the call has failed. */
export function done({ done: users, failed: rest }: BlockChange, verb: string): string[] {
  if (users.length === 0 && rest.length > 0) {
    const reasons = [...new Set(rest.map(reasonOf))].slice(0, 5).join(" ");
    throw new ToolError(`Nobody was ${verb}. The API says: ${reasons}`, { see: ["list_blocked_users"] });
  }
  return users.map(({ user }) => user);
}

export const reasonOf = ({ user, error }: BlockChange["failed"][number]) =>
  `${oneLine(user)}: ${oneLine(error?.message ?? "no reason given")}${error?.code === undefined ? "" : ` (code ${error.code})`}.`;

export function failed({ failed: rest }: BlockChange) {
  return present({
    failed: rest.map(({ user, error }) => ({
      user,
      ...(error?.code !== undefined && { code: error.code }),
      reason: error?.message ?? "no reason given",
    })),
  });
}
