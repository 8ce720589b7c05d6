import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import type { Answer, Shift } from "../helpers/harness.ts";

/** What a page brought: the ids of its rows in order, and the cursor that leads on. */
export interface Page {
  ids: string[];
  next?: string | undefined;
}

/** A list that is walked by its cursors while it changes. */
export interface List {
  tool: string;
  args?: Record<string, unknown>;
  /** The parameters of the size of a page and of its cursor, where they are not `limit` and `after`. */
  names?: { limit: string; after: string };
  read(answer: Answer): Page | Promise<Page>;
  /** Makes the list long enough to be walked. */
  fill?(): Promise<void>;
  /** One more row; it does not matter where. */
  add?(): Promise<unknown>;
  /** A row that becomes another, in its place. */
  change?(id: string): Promise<unknown>;
  /** A row that goes to another place: it may be met or not. */
  move?(id: string): Promise<unknown>;
  /** A row that goes. */
  remove?(id: string): Promise<unknown>;
}

const MESSAGES = { conversation_id: SANDBOX.everyTypeConversationId };
const BODY = [{ type: "BODY", text: "Your order has left our shop." }];
const repeat = async (times: number, act: () => Promise<unknown> | undefined) => {
  for (let count = 0; count < times; count += 1) await act();
};

/** Every list of tools with cursors, and how its rows come, change and go. */
export function changingLists(shift: () => Shift): List[] {
  let made = 0;
  const done = async (tool: string, args: Record<string, unknown>) => {
    const answer = await shift().call(tool, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  const rows =
    (id: string) =>
    ({ data }: Answer): Page => ({
      ids: data.data.map((row: Record<string, string>) => row[id]),
      next: data.next_cursor,
    });
  const person = () => `+5511900${200_000 + made++}`;
  const writes = (from: string = person()) => shift().inbound({ from, text: { body: "Good morning" } });
  const phones = new Map<string, string>();

  return [
    {
      tool: "search_messages",
      args: { ...MESSAGES, query: "a" },
      names: { limit: "limit", after: "after" },
      read: rows("message_id"),
      add: () => writes(SANDBOX.everyTypeCustomer),
    },
    {
      tool: "list_messages",
      args: MESSAGES,
      read: rows("message_id"),
      add: () => writes(SANDBOX.everyTypeCustomer),
      // Reactions are messages of their own; reading is a change in place, where it is the customer's.
      change: (message_id) => shift().call("mark_message_read", { message_id }),
    },
    {
      tool: "read_conversation",
      args: { conversation_id: SANDBOX.openConversationId },
      names: { limit: "limit", after: "before" },
      // Few rows have ids: here, the text of a message tells it from others, and the length of a call.
      read: ({ data }) => ({
        ids: data.timeline
          .map(({ text = "", call }: { text?: string; call?: { duration_seconds?: number } }) =>
            call === undefined ? text : `call ${call.duration_seconds}`,
          )
          .filter((id: string) => /^(No\.|call) \d+$/.test(id))
          .toReversed(),
        next: data.older_cursor,
      }),
      fill: () => repeat(15, () => writesOrCalls()),
      add: () => writesOrCalls(),
    },
    {
      tool: "export_messages",
      args: MESSAGES,
      names: { limit: "max_messages", after: "after" },
      async read({ data }) {
        const lines = data.file_path === undefined ? [] : (await readFile(data.file_path, "utf8")).trim().split("\n");
        return { ids: lines.map((line) => JSON.parse(line).message_id).toReversed(), next: data.next_cursor };
      },
      add: () => writes(SANDBOX.everyTypeCustomer),
    },
    {
      tool: "list_contacts",
      read: rows("wa_id"),
      add: writes,
      change: (wa_id) => done("update_contact", { wa_id, display_name: `No. ${made++}` }),
    },
    {
      tool: "list_conversations",
      args: { status: "active" },
      read(answer) {
        for (const row of answer.data.data) phones.set(row.conversation_id, row.phone_number ?? row.user_id);
        return rows("conversation_id")(answer);
      },
      add: writes,
      move: (id) => writes(phones.get(id)),
      remove: (conversation_id) => done("update_conversation", { conversation_id, status: "ended" }),
    },
    {
      tool: "list_calls",
      read: rows("call_id"),
      add: () => shift().inbound({ from: person(), call: {} }),
    },
    {
      tool: "list_templates",
      read: rows("template_name"),
      add: () =>
        done("create_template", {
          template_name: `parcel_${made++}`,
          language: "en_US",
          category: "UTILITY",
          components: BODY,
        }),
      remove: (template_name) => done("delete_template", { template_name, all_languages: true }),
    },
    {
      tool: "list_flows",
      read: rows("flow_id"),
      fill: () => repeat(7, () => done("create_flow", { name: `Form ${made++}`, categories: ["OTHER"] })),
      add: () => done("create_flow", { name: `Form ${made++}`, categories: ["OTHER"] }),
      // What is published can be neither changed nor deleted.
      change: (flow_id) => shift().call("update_flow", { flow_id, name: `Form ${made++}` }),
      remove: (flow_id) => shift().call("delete_flow", { flow_id }),
    },
    {
      tool: "list_blocked_users",
      read: rows("wa_id"),
      fill: () => repeat(7, () => block()),
      add: () => block(),
      remove: (wa_id) => done("unblock_users", { users: [`+${wa_id}`] }),
    },
    // Numbers neither come nor go through the API.
    { tool: "list_phone_numbers", read: rows("phone_number_id") },
  ];

  async function writesOrCalls(): Promise<void> {
    shift().sandbox.advance(7);
    made += 1;
    const what = made % 3 === 0 ? { call: { duration_seconds: made } } : { text: { body: `No. ${made}` } };
    await shift().inbound({ from: SANDBOX.openCustomer, ...what });
  }

  async function block(): Promise<void> {
    const user = person();
    await writes(user);
    await done("block_users", { users: [user] });
  }
}
