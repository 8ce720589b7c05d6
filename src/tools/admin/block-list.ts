import { z } from "zod";
import type { BlockChange } from "../../kapso/block-list.ts";
import { duplicateFaults } from "../definition/duplicates.ts";
import type { Fault } from "../definition/faults.ts";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf, phone } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { oneLine } from "../definition/untrusted.ts";
import { present } from "../records/present.ts";

const listBlockedUsers = defineTool({
  name: "list_blocked_users",
  title: "List blocked people",
  description: "List the people who are blocked from writing to or calling a business number.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(pageInput),
  check: pageFaults,
  output: pageOf(z.object({ wa_id: z.string() })),
  async run(query, { kapso, phoneNumberId, signal }) {
    const list = await kapso.blockList.list(phoneNumberId, query, { signal });
    return toPage(list, query, ({ wa_id }) => ({ wa_id }), "meta");
  },
});

/** The API takes 1,000 at a time; a call of a model that names more than 100 people is a mistake. */
const MAX_USERS = 100;

const users = {
  users: z.array(phone).min(1).max(MAX_USERS).describe("Numbers with country code, such as +5511987650042."),
};

const changed = {
  failed: z
    .array(z.object({ user: z.string(), code: z.number().optional(), reason: z.string() }))
    .optional()
    .describe("Those for whom nothing was done, and why."),
};

const blockUsers = defineTool({
  name: "block_users",
  title: "Block people",
  description:
    "Block people, so that they can neither write to nor call a business number, nor be written to. Only people who " +
    "wrote in the last 24 hours can be blocked. Returns who was blocked and who not. unblock_users undoes it.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(users),
  check: userFaults,
  output: z.object({ blocked: z.array(z.string()), ...changed }),
  async run(args, { kapso, phoneNumberId, signal }) {
    const change = await kapso.blockList.block(phoneNumberId, args.users, { signal });
    return { blocked: done(change, "blocked"), ...failed(change) };
  },
});

const unblockUsers = defineTool({
  name: "unblock_users",
  title: "Unblock people",
  description: "Let blocked people write to and call a business number again. list_blocked_users shows who is blocked.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(users),
  check: userFaults,
  output: z.object({ unblocked: z.array(z.string()), ...changed }),
  async run(args, { kapso, phoneNumberId, signal }) {
    const change = await kapso.blockList.unblock(phoneNumberId, args.users, { signal });
    return { unblocked: done(change, "unblocked"), ...failed(change) };
  },
});

function userFaults({ users: given }: { users: readonly string[] }): Fault[] {
  return duplicateFaults(given.map((value, i) => ({ path: ["users", i], value })));
}

/** Who it was done for. Where that is nobody, the call has failed. */
function done({ done: users, failed: rest }: BlockChange, verb: string): string[] {
  if (users.length === 0 && rest.length > 0) {
    const reasons = [...new Set(rest.map(reasonOf))].slice(0, 5).join(" ");
    throw new ToolError(`Nobody was ${verb}. The API says: ${reasons}`, { see: ["list_blocked_users"] });
  }
  return users.map(({ user }) => user);
}

const reasonOf = ({ user, error }: BlockChange["failed"][number]) =>
  `${oneLine(user)}: ${oneLine(error?.message ?? "no reason given")}${error?.code === undefined ? "" : ` (code ${error.code})`}.`;

function failed({ failed: rest }: BlockChange) {
  return present({
    failed: rest.map(({ user, error }) => ({
      user,
      ...(error?.code !== undefined && { code: error.code }),
      reason: error?.message ?? "no reason given",
    })),
  });
}

export default [listBlockedUsers, blockUsers, unblockUsers];
