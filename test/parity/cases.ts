import { CALLS } from "./calls.ts";
import type { Case, Difference } from "./case.ts";
import { COMMERCE } from "./commerce.ts";
import { FLOWS } from "./flows.ts";
import { INTERACTIVE } from "./interactive.ts";
import { MEDIA_CASES } from "./media.ts";
import { NUMBERS } from "./numbers.ts";
import { SENDS } from "./sends.ts";
import { STORED } from "./stored.ts";
import { TEMPLATE_MESSAGES } from "./template-messages.ts";
import { TEMPLATES } from "./templates.ts";

/** Every call that Kapso's SDK has and for which there is a tool. */
export const CASES: readonly Case[] = [
  ...SENDS,
  ...INTERACTIVE,
  ...COMMERCE,
  ...TEMPLATE_MESSAGES,
  ...STORED,
  ...CALLS,
  ...MEDIA_CASES,
  ...TEMPLATES,
  ...FLOWS,
  ...NUMBERS,
];

/** What differs in every case: in its first request, which is always one for JSON. */
export const EVERYWHERE: readonly Difference[] = [
  {
    at: "headers.accept",
    ours: "application/json",
    theirs: "*/*",
    why: "README.md 3: requests say Accept: application/json; the SDK leaves it to fetch.",
  },
];

/** Tools without a call of the SDK to compare with. */
export const NOT_IN_SDK: Readonly<Record<string, string>> = {
  export_messages: "No endpoint of its own: list_messages, page after page (contract endpoints.md A3).",
  read_conversation: "Made of several reads: the SDK has them singly (contract endpoints.md G2, A3, I1).",
  search_messages: "A walk over list_messages (A3).",
  find_customer: "Made of several reads: contacts, conversations, the Platform API (live.md 7).",
  wait_for_messages: "Asks for messages (A3) until one comes.",
  list_waiting_conversations: "Made of several reads, as read_conversation (contract endpoints.md G1, A3).",
  preview_template: "No endpoint of its own: the SDK reads templates and previews none (contract endpoints.md C1).",
  wait_for_message_status: "Repeats the request of get_message (contract endpoints.md A4).",
  wait_for_reply: "Repeats the requests of get_conversation and list_messages (contract endpoints.md G2, A3).",
  update_template: "The SDK's templates are listed, read, created and deleted (contract endpoints.md C3 is Kapso's).",
  update_flow: "The SDK changes a flow's JSON, not its name or endpoint (contract endpoints.md D4).",
  get_flow_json: "The SDK uploads the JSON and does not fetch it (contract endpoints.md D6).",
  delete_flow: "The SDK deprecates flows and deletes none (contract endpoints.md D5).",
  list_phone_numbers: "The SDK has no list of numbers (contract endpoints.md E3).",
  get_phone_number: "The SDK reads a number's settings and profile, not its record (contract endpoints.md E4).",
  set_two_step_pin: "The SDK sends a PIN only to register (contract endpoints.md E5).",
  get_username: "The SDK has no usernames (contract endpoints.md E10).",
  update_username: "The SDK has no usernames (contract endpoints.md E11).",
  delete_username: "The SDK has no usernames (contract endpoints.md E12).",
  list_username_suggestions: "The SDK has no usernames (contract endpoints.md E13).",
  list_blocked_users: "This version of the SDK has no block list, though contract endpoints.md J1 names it a source.",
  block_users: "As list_blocked_users (contract endpoints.md J2).",
  unblock_users: "As list_blocked_users (contract endpoints.md J3).",
  control_thread: "The SDK has no thread control (contract endpoints.md A6).",
  send_marketing_message: "The SDK sends templates to /messages alone (contract endpoints.md A5).",
  get_conversion_dataset: "The SDK has no conversion events (contract endpoints.md N5).",
  create_conversion_dataset: "The SDK has no conversion events (contract endpoints.md N6).",
  report_conversion_events: "The SDK has no conversion events (contract endpoints.md N7).",
  graph_get: "Any path that has no tool: the SDK's untyped request() has no request of its own to compare.",
  graph_delete: "As graph_get.",
};

/** Methods of the SDK that make no request of their own. */
export const NOT_A_TOOL: Readonly<Record<string, string>> = {
  "flows.deploy": "Calls create or updateAsset, publish and preview in turn, each of which is compared.",
};
