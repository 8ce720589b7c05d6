import { describe, expect, test } from "vitest";
import { meanings } from "../../src/tools/definition/spelling/names.ts";
import { TOOLSETS } from "../../src/tools/index.ts";
import { faultsOf, toolNamed } from "./direct.ts";

type Args = Record<string, unknown>;

const to = "+5511987650042";
const ID = "1f7c1f0a-63a5-4a6d-9d0b-6a3f1a6f2b11";

/** The arguments as the tool reads them. */
function readBy(name: string, args: Args): unknown {
  const prepared = toolNamed(name).prepare(args, []);
  return "faults" in prepared ? prepared.faults : prepared.args;
}

const text = (more: Args) => ({ to, type: "text", ...more });
const template = (more: Args) => ({ to, template_name: "ready", language: "en_US", ...more });
const buttons = [{ id: "yes", title: "Yes" }];
const question = (more: Args) => ({ to, kind: "button", body: "Well?", buttons, ...more });

describe("arguments as clients and models spell them", () => {
  test.each<[what: string, tool: string, given: Args, read: Args]>([
    ["null for what is optional", "list_messages", { direction: null, after: null }, {}],
    [
      "an empty text for an id, a cursor, a filter",
      "list_messages",
      { conversation_id: "", after: "", status: "" },
      {},
    ],
    ["an empty text for a link", "send_message", text({ text: "a", link: "" }), text({ text: "a" })],
    ["a number as text", "list_messages", { limit: "5" }, { limit: 5 }],
    ["with a fraction of nothing", "list_messages", { limit: "5.0" }, { limit: 5 }],
    [
      "numbers below zero",
      "send_message",
      { to, type: "location", latitude: "-23.5", longitude: " -46 " },
      { to, type: "location", latitude: -23.5, longitude: -46 },
    ],
    [
      "a boolean as text",
      "send_message",
      text({ text: "a", preview_url: "True" }),
      text({ text: "a", preview_url: true }),
    ],
    ["an id as a number", "get_template", { template_id: 1234567890 }, { template_id: "1234567890" }],
    [
      "a phone number as a number",
      "send_message",
      text({ to: 5511987650042, text: "a" }),
      text({ to: "5511987650042", text: "a" }),
    ],
    ["an array as JSON", "send_interactive_message", question({ buttons: JSON.stringify(buttons) }), question({})],
    [
      "an object as JSON",
      "update_contact",
      { wa_id: to, metadata: '{"plan": null}' },
      { wa_id: to, metadata: { plan: null } },
    ],
    ["one item for an array", "send_interactive_message", question({ buttons: buttons[0] }), question({})],
    [
      "items as JSON",
      "send_interactive_message",
      question({ buttons: buttons.map((each) => JSON.stringify(each)) }),
      question({}),
    ],
    ["an allowed value in capitals", "list_messages", { direction: "INBOUND" }, { direction: "inbound" }],
    ["in small letters", "list_templates", { status: "approved" }, { status: "APPROVED" }],
    [
      "with a dash or a space",
      "create_flow",
      { name: "a", categories: "lead-generation" },
      { name: "a", categories: ["LEAD_GENERATION"] },
    ],
    [
      "a text as the API wraps it",
      "send_template_message",
      template({ language: { code: "en_US" }, body: [{ type: "text", text: "Ana", parameter_name: "name" }] }),
      template({ body: [{ text: "Ana", parameter_name: "name" }] }),
    ],
    [
      "a text alone",
      "send_template_message",
      template({ body: ["Ana", 42] }),
      template({ body: [{ text: "Ana" }, { text: "42" }] }),
    ],
    [
      "a reply button as the API wraps it",
      "send_interactive_message",
      question({ body: { text: "Well?" }, buttons: [{ type: "reply", reply: buttons[0] }] }),
      question({}),
    ],
    [
      "the kinds of what has kinds",
      "send_template_message",
      template({ header: { type: "IMAGE", media_id: 12345678 }, buttons: { index: "0", sub_type: "URL", text: "a" } }),
      template({
        header: { type: "image", media_id: "12345678" },
        buttons: [{ index: 0, sub_type: "url", text: "a" }],
      }),
    ],
  ])("%s", (_what, tool, given, read) => {
    expect(readBy(tool, given)).toEqual(read);
  });

  test.each(["pt-BR", "pt-br", " pt_BR "])("the language %j is pt_BR", (language) => {
    const { data } = toolNamed("send_template_message").input.safeParse(template({ language }));
    expect(data).toMatchObject({ language: "pt_BR" });
  });

  test.each<[what: string, tool: string, args: Args]>([
    ["a text that looks like JSON", "send_message", text({ text: '["a"]' })],
    ["a text that looks like a number", "send_message", text({ text: "0042" })],
    ["null inside an argument", "update_contact", { wa_id: to, metadata: { plan: null } }],
    ["an empty text that has a meaning", "update_contact", { wa_id: to, display_name: "" }],
  ])("%s stays as it is", (_what, tool, args) => {
    expect(readBy(tool, args)).toEqual(args);
  });

  test.each<[what: string, tool: string, args: Args, fault: string]>([
    [
      "null where an argument is needed",
      "send_reaction",
      { to, message_id: null, emoji: "" },
      "message_id: must be a string (given null)",
    ],
    [
      "an empty text where words are wanted",
      "send_message",
      text({ text: "a", caption: "" }),
      "caption: must have 1 to 1024 characters",
    ],
    [
      "null inside an argument that cannot be null",
      "send_interactive_message",
      question({ buttons: [null] }),
      "buttons[0]: must be an object (given null)",
    ],
    [
      "an id whose digits are lost",
      "get_template",
      { template_id: 2 ** 60 },
      "template_id: must be a string (given a number so large that its last digits are lost: give it as a string)",
    ],
    ["JSON that is cut off", "send_interactive_message", question({ buttons: '[{"id":' }), "buttons: must be an array"],
    [
      "a value that is none of those allowed",
      "list_messages",
      { direction: "in" },
      'direction: must be one of inbound, outbound (given "in")',
    ],
    ["digits for a boolean", "send_message", text({ text: "a", preview_url: "1" }), "preview_url: must be a boolean"],
  ])("%s is refused", (_what, tool, args, fault) => {
    expect(faultsOf(tool, args)).toEqual([expect.stringContaining(fault)]);
  });
});

describe("names that the API, its records and our results use", () => {
  test.each<[tool: string, given: Args, read: Args]>([
    ["send_message", { wa_id: to, type: "text", body: "a" }, { to, type: "text", text: "a" }],
    ["send_template_message", { to, name: "ready", language: "en_US" }, template({})],
    ["send_interactive_message", { to, type: "button", body: "Well?", buttons }, question({})],
    ["get_contact", { phone_number: to }, { wa_id: to }],
    ["list_conversations", { wa_id: to }, { phone_number: to }],
    ["get_template", { id: "123456" }, { template_id: "123456" }],
    ["get_conversation", { id: ID }, { conversation_id: ID }],
    ["list_messages", { next_cursor: "abc" }, { after: "abc" }],
    ["list_messages", { after: null, cursor: "abc" }, { after: "abc" }],
    ["create_flow", { flow_name: "a", categories: ["OTHER"] }, { name: "a", categories: ["OTHER"] }],
  ])("%s takes %j", (tool, given, read) => {
    expect(readBy(tool, given)).toEqual(read);
  });

  test.each<[tool: string, args: Args, fault: string]>([
    [
      "send_message",
      { to, wa_id: "+14155550100", type: "text", text: "a" },
      "wa_id: unknown argument. Did you mean to?",
    ],
    ["list_messages", { after: "a", cursor: "b" }, "cursor: unknown argument. Did you mean after?"],
    ["get_template", { id: "ready" }, "id: unknown argument. Did you mean template_id?"],
    ["get_message", { message_id: "HBgN" }, "message_id: must be a message id: wamid."],
  ])("%s refuses %j", (tool, args, fault) => {
    expect(faultsOf(tool, args)).toContainEqual(expect.stringContaining(fault));
  });

  const inputs = TOOLSETS.flatMap(({ tools }) => tools).map(({ name, input }) => ({
    name,
    own: Object.keys(input.shape),
  }));
  const others = [
    "id",
    "name",
    "type",
    "body",
    "message_id",
    "user_id",
    "url",
    "link",
    "wa_id",
    "phone_number",
    "cursor",
  ];
  // Its two ids look so different that the value tells them apart.
  const TWO = [{ name: "download_media", other: "id" }];
  test.each(inputs)("$name: another name means one parameter", ({ name, own }) => {
    const unclear = others.filter((other) => meanings(other, own).length > 1).map((other) => ({ name, other }));
    expect(unclear).toEqual(TWO.filter((each) => each.name === name));
  });

  test("a value tells two apart", () => {
    expect(readBy("download_media", { id: "123456" })).toEqual({ media_id: "123456" });
    expect(readBy("download_media", { id: "wamid.HBgN" })).toEqual({ message_id: "wamid.HBgN" });
  });
});

describe("faults", () => {
  test("one for a mistake", () => {
    expect(faultsOf("send_interactive_message", question({ buttons: 5 }))).toEqual([
      "buttons: must be an array (given 5)",
    ]);
    expect(faultsOf("get_template", { template_id: "" })).toHaveLength(1);
  });

  test("a slip is named with what was meant", () => {
    const [first = "", second] = faultsOf("list_messages", { directon: "inbound", conversationId: ID });
    expect(first).toMatch(/^directon: unknown argument\. Did you mean direction\? Valid arguments: conversation_id, /);
    expect(second).toBe("conversationId: unknown argument. Did you mean conversation_id?");
  });

  test("no more than 20, and short, however much is wrong", () => {
    const args = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`a${i}${"x".repeat(1_000)}`, i]));
    const faults = faultsOf("list_messages", args);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe("and 4980 more");
    expect(faults.join("\n").length).toBeLessThan(4_000);
  });
});
