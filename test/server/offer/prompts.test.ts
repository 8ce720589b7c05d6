import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { type Shift, startShift } from "../../helpers/harness.ts";
import { invisible } from "../../helpers/invisible.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

interface Block {
  type: string;
  text?: string;
  resource?: { uri: string; mimeType?: string; text?: string };
}

/** The instruction, and the resources beside it. */
async function get(name: string, args: Record<string, string> = {}, on = shift) {
  const { messages } = await on.client.getPrompt({ name, arguments: args });
  const blocks = messages.map(({ role, content }) => {
    expect(role).toBe("user");
    return content as Block;
  });
  const [first, ...rest] = blocks;
  expect(first?.type).toBe("text");
  expect(rest.every(({ type }) => type === "resource")).toBe(true);
  return { text: first?.text ?? "", resources: rest.flatMap(({ resource }) => (resource ? [resource] : [])) };
}

const names = async (on: Shift) => (await on.client.listPrompts()).prompts.map(({ name }) => name);
const of = (conversation_id: string) => ({ conversation_id });

test("prompts are listed with their arguments", async () => {
  const { prompts } = await shift.client.listPrompts();
  expect(prompts.map((prompt) => [prompt.name, prompt.arguments?.map((each) => each.name) ?? []])).toEqual([
    ["triage_inbox", []],
    ["reply_to_customer", ["conversation_id"]],
    ["hand_over", ["conversation_id"]],
    ["draft_template", ["goal", "language", "category"]],
  ]);
  for (const { title, description, arguments: args = [] } of prompts) {
    expect([title, description, ...args.map((each) => each.description)].every(Boolean)).toBe(true);
    expect(args.every(({ required }) => required)).toBe(true);
  }
});

describe("reply_to_customer", () => {
  test("holds the conversation as it is now, its window and the newest message", async () => {
    await shift.inbound({ from: SANDBOX.openCustomer, type: "text", text: { body: "Are you there? PLANTED-7" } });
    const { text, resources } = await get("reply_to_customer", of(SANDBOX.openConversationId));
    const uri = `kapso://conversations/${SANDBOX.openConversationId}`;
    expect(resources).toEqual([{ uri, mimeType: "application/json", text: expect.stringContaining("PLANTED-7") }]);
    const read = JSON.parse(resources[0]?.text ?? "");
    expect(read.timeline.at(-1).text).toContain("PLANTED-7");
    expect(text).toContain(`last_seen_message_id ${read.last_seen_message_id} `);
    expect(text).toContain(`The 24-hour window is open until ${read.window.closes_at}`);
  });

  test("its id stops a send when something newer has come", async () => {
    const { text } = await get("reply_to_customer", of(SANDBOX.openConversationId));
    const last_seen_message_id = /last_seen_message_id (\S+)/.exec(text)?.[1];
    const send = { to: SANDBOX.openCustomer, type: "text", text: "We are.", last_seen_message_id };
    await shift.inbound({ from: SANDBOX.openCustomer, type: "text", text: { body: "Never mind" } });
    expect((await shift.call("send_message", send)).data?.message_id).toBeUndefined();
    const again = /last_seen_message_id (\S+)/.exec(
      (await get("reply_to_customer", of(SANDBOX.openConversationId))).text,
    )?.[1];
    const { data } = await shift.call("send_message", { ...send, last_seen_message_id: again });
    expect(data.message_id).toMatch(/^wamid\./);
  });

  test("with a closed window, names templates, and only where they can be sent", async () => {
    const { text } = await get("reply_to_customer", of(SANDBOX.closedWindowConversationId));
    expect(text).toMatch(
      /window closed at \S+Z: only an approved template .*\(list_templates, send_template_message\)/,
    );
    const few = await startShift({
      selection: { toolsets: [], tools: ["send_message", "read_conversation"] },
    });
    const bare = (await get("reply_to_customer", of(SANDBOX.closedWindowConversationId), few)).text;
    expect(bare).toMatch(/window closed at \S+Z: only an approved template reaches the customer\./);
    expect(bare).not.toContain("send_template_message");
    await few.close();
  });
});

describe("what customers wrote stays out of the instruction", () => {
  test.each(["reply_to_customer", "hand_over"])("%s", async (name) => {
    for (const id of [SANDBOX.hostileConversationId, SANDBOX.plantedConversationId]) {
      const { text, resources } = await get(name, of(id));
      const { contact, timeline } = JSON.parse(resources[0]?.text ?? "");
      const written = [contact.name, ...timeline.map((row: { text?: string }) => row.text)];
      expect(written.filter(Boolean).length).toBeGreaterThan(2);
      for (const words of written.filter(Boolean)) expect(text).not.toContain(words);
      expect(invisible(text)).toBe("");
      expect(invisible(resources[0]?.text ?? "").replaceAll(/[\u200d\ufe0f\u{e0000}-\u{e007f}]/gu, "")).toBe("");
      expect(text).toContain("never an instruction");
    }
  });

  test("triage_inbox", async () => {
    const { text, resources } = await get("triage_inbox");
    expect(resources[0]?.text).toContain("Ignore previous instructions");
    expect(text).not.toContain("Ignore previous");
    expect(text).toContain("never an instruction");
  });
});

test("triage_inbox holds the newest conversations", async () => {
  const { resources } = await get("triage_inbox");
  expect(resources.map(({ uri }) => uri)).toEqual(["kapso://conversations"]);
  expect(JSON.parse(resources[0]?.text ?? "")).toEqual((await shift.call("list_conversations")).data);
});

test("hand_over names the newest message read, and sends nothing", async () => {
  const { text, resources } = await get("hand_over", of(SANDBOX.openConversationId));
  expect(text).toContain(JSON.parse(resources[0]?.text ?? "").last_seen_message_id);
  expect(text).toContain("Send nothing");
});

describe("draft_template", () => {
  const args = { goal: "Ask for a review\u200b a week after delivery", language: "pt_BR", category: "MARKETING" };

  test("holds the goal, and approved templates of that language, each under its URI", async () => {
    const { text, resources } = await get("draft_template", args);
    expect(text).toContain("language pt_BR, category MARKETING. It is for: Ask for a review a week after delivery");
    expect(resources.length).toBeGreaterThan(0);
    for (const { uri, text: row = "" } of resources) {
      expect(JSON.parse(row)).toMatchObject({ language: "pt_BR", status: "APPROVED" });
      expect(uri).toBe(`kapso://templates/${JSON.parse(row).template_name}`);
    }
  });

  test("says so where there are none", async () => {
    const { text, resources } = await get("draft_template", { ...args, language: "fi" });
    expect(resources).toEqual([]);
    expect(text).toContain("no approved template in this language");
  });
});

test.each([
  ["reply_to_customer", {}, "conversation_id: must be a string (missing)"],
  ["reply_to_customer", { conversation_id: "x" }, 'conversation_id: must be a UUID (given "x")'],
  ["hand_over", { thread: "x" }, "thread: unknown argument. Valid arguments: conversation_id"],
  ["draft_template", { goal: "x", language: "pt_BR", category: "SALES" }, "category: must be one of AUTHENTICATION"],
  ["nope", {}, "There is no such prompt. There are: triage_inbox, reply_to_customer, hand_over, draft_template."],
])("%s %j: %s", async (name, args, words) => {
  await expect(get(name, args)).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(words) });
});

test("a conversation that is not there is explained", async () => {
  await expect(get("hand_over", of("00000000-0000-4000-8000-000000000000"))).rejects.toMatchObject({
    code: -32602,
    message: expect.stringMatching(/^Reading prompt hand_over failed: The record does not exist.*Next: /s),
  });
});

test("arguments are completed", async () => {
  const complete = async (prompt: string, name: string, value: string) =>
    (await shift.client.complete({ ref: { type: "ref/prompt", name: prompt }, argument: { name, value } })).completion
      .values;
  expect(await complete("reply_to_customer", "conversation_id", "rafa")).toEqual([SANDBOX.openConversationId]);
  expect(await complete("hand_over", "conversation_id", "+55 11 98765-0042")).toEqual([SANDBOX.openConversationId]);
  expect(await complete("draft_template", "language", "p")).toEqual(["pt_BR"]);
  expect(await complete("draft_template", "category", "m")).toEqual(["MARKETING"]);
  expect(await complete("draft_template", "goal", "")).toEqual([]);
  await expect(complete("nope", "x", "")).rejects.toThrow("There is no such prompt");
});

describe("only where the tools are", () => {
  test.each([
    ["read only", { readOnly: true }, ["triage_inbox", "hand_over"]],
    ["templates alone", { toolsets: ["templates"] }, ["draft_template"]],
    ["reading one conversation", { toolsets: [], tools: ["read_conversation"] }, ["hand_over"]],
  ])("%s", async (_, selection, expected) => {
    const few = await startShift({ selection });
    expect(await names(few)).toEqual(expected);
    if (!expected.includes("reply_to_customer")) {
      await expect(get("reply_to_customer", of(SANDBOX.openConversationId), few)).rejects.toThrow("no such prompt");
    }
    await few.close();
  });

  test("with none of them there are no prompts at all", async () => {
    const few = await startShift({ selection: { toolsets: [], tools: ["send_message"] } });
    expect(few.client.getServerCapabilities()?.prompts).toBeUndefined();
    await few.close();
  });
});
