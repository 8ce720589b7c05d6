import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { CLOSED, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

const HOUR = 3_600_000;
const windowOf = async (conversation_id: string) =>
  (await on.call("get_conversation", { conversation_id })).data.window;
const MARK = "known before the send";

describe("reads of conversations tell the window", () => {
  test("open by a message, until 24 hours after it", async () => {
    const { data } = await on.call("get_conversation", { conversation_id: SANDBOX.openConversationId });
    expect(data.window).toMatchObject({ open: true, opened_by: "message" });
    expect(Date.parse(data.window.closes_at) - Date.parse(data.last_inbound_at)).toBe(24 * HOUR);
  });

  test("open by a call", async () => {
    expect(await windowOf(SANDBOX.callWindowConversationId)).toMatchObject({ open: true, opened_by: "call" });
  });

  test("closed, with the time when it closed", async () => {
    const window = await windowOf(SANDBOX.closedWindowConversationId);
    expect(window).toMatchObject({ open: false, opened_by: "message" });
    expect(Date.parse(window.closes_at)).toBeLessThan(on.sandbox.world.now());
  });

  test("a call opens it again, a message prolongs it", async () => {
    await windowOf(SANDBOX.closedWindowConversationId);
    await on.inbound({ from: CLOSED, call: {} });
    expect(await windowOf(SANDBOX.closedWindowConversationId)).toMatchObject({ open: true, opened_by: "call" });
    await on.inbound({ from: CLOSED, text: "hello?" });
    expect(await windowOf(SANDBOX.closedWindowConversationId)).toMatchObject({ open: true, opened_by: "message" });
  });

  test("closes with the clock", async () => {
    on.sandbox.advance(11 * 60);
    expect(await windowOf(SANDBOX.closingWindowConversationId)).toMatchObject({ open: false });
  });

  test("an ended conversation says open when the customer has written in a newer one", async () => {
    on.sandbox.advance(30 * 3_600);
    await on.inbound({ from: SANDBOX.endedCustomer, text: "me again" });
    expect(await windowOf(SANDBOX.endedConversationId)).toMatchObject({ open: true });
    const ended = await on.call("list_conversations", { status: "ended", limit: 100 });
    const row = ended.data.data.find(
      (each: { conversation_id: string }) => each.conversation_id === SANDBOX.endedConversationId,
    );
    expect(row.window).toMatchObject({ open: true });
  });

  test("in lists, for every row, with at most two more reads", async () => {
    const { data } = await on.call("list_conversations", { limit: 100 });
    for (const row of data.data) expect(row.window, row.conversation_id).toBeDefined();
    const byId = (id: string) =>
      data.data.find((row: { conversation_id: string }) => row.conversation_id === id).window;
    expect(byId(SANDBOX.openConversationId).open).toBe(true);
    expect(byId(SANDBOX.callWindowConversationId)).toMatchObject({ open: true, opened_by: "call" });
    expect(byId(SANDBOX.closedWindowConversationId).open).toBe(false);
    expect(on.count()).toBeLessThanOrEqual(3);
  });

  test("is left out where it is not known", async () => {
    const none = await on.call("list_conversations", { kapso_fields: ["none"], limit: 3 });
    for (const row of none.data.data) expect(row).not.toHaveProperty("window");
    expect(on.count()).toBe(1);
    await on.fault({ match: { method: "GET", path: "/calls" }, status: 403, body: { error: "Forbidden" } });
    expect(await windowOf(SANDBOX.closedWindowConversationId)).toBeUndefined();
    await on.fault({ match: { method: "GET", path: "/calls" }, status: 403, body: { error: "Forbidden" } });
    expect(await windowOf(SANDBOX.openConversationId)).toMatchObject({ open: true });
  });
});

describe("a free-form send", () => {
  test("into a window that was seen closed is refused without asking the service to send", async () => {
    await windowOf(SANDBOX.closedWindowConversationId);
    const before = on.count();
    const answer = await on.text("hi", { to: CLOSED });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("Nothing was sent. The 24-hour window is closed");
    expect(answer.text).toContain(MARK);
    expect(on.count("POST")).toBe(0);
    expect(on.count("GET") - before).toBe(2); // The window, once more, and the templates to offer.
  });

  test("offers templates that are one call away", async () => {
    await windowOf(SANDBOX.closedWindowConversationId);
    const { text } = await on.text("Seu pedido está pronto", { to: CLOSED });
    expect(text).toContain("send one only if it says what you mean");
    expect(text).toContain('which says "Olá {{1}}, seu pedido {{2}} está pronto');
    const offers = text.split("\n").filter((line) => line.startsWith("- {"));
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.length).toBeLessThanOrEqual(3);
    for (const offer of offers) {
      const args = JSON.parse((offer.slice(2).split(", which says ")[0] ?? "").replaceAll(/\{\{[^}]*\}\}/g, "Rafa"));
      expect(args.to).toBe(CLOSED);
      const sent = await on.call("send_template_message", fill(args));
      expect(sent.isError, `${offer}\n${sent.text}`).toBe(false);
    }
  });

  test("offers none where none comes near", async () => {
    await windowOf(SANDBOX.closedWindowConversationId);
    const { text } = await on.text("Hello", { to: CLOSED });
    expect(text).toContain("No approved template says something like it");
    expect(text).not.toContain("- {");
  });

  test.each([
    ["422, as Kapso does", "window_closed", "code window_expired, HTTP 422"],
    ["400, as Meta does", "window_closed_meta", "code 131047, HTTP 400"],
  ])("refused with %s is explained the same way, and known from then on", async (_, name, reference) => {
    const to = SANDBOX.magicRecipients.find((each) => each.name === name)?.number ?? "";
    const answer = await on.text("Seu pedido está pronto", { to });
    expect(answer.text).toContain("The 24-hour window is closed");
    expect(answer.text).toContain(reference);
    expect(answer.text).toContain("Nothing was sent.");
    expect(answer.text).toMatch(/- \{"to":"\+1202/);
  });

  test("that the service accepts and fails later is explained the same way", async () => {
    const to = SANDBOX.magicRecipients.find((each) => each.name === "later_window_closed")?.number ?? "";
    const { data } = await on.text("hi", { to });
    on.sandbox.advance(10);
    const message = await on.call("get_message", { message_id: data.message_id });
    expect(message.data.status).toBe("failed");
    expect(message.data.errors[0]).toMatchObject({ code: 131047 });
    expect(message.data.errors[0].next_step).toContain("The 24-hour window is closed");
    expect(message.data.errors[0].next_step).toContain("send_template_message");
    const listed = await on.call("list_messages", { direction: "outbound", limit: 1 });
    expect(listed.data.data[0].errors[0].next_step).toBe(message.data.errors[0].next_step);
  });

  test("is the service's to judge within the margin, without knowledge, and when the customer has written since", async () => {
    on.sandbox.advance(12 * 60);
    expect(await windowOf(SANDBOX.closingWindowConversationId)).toMatchObject({ open: false });
    const margin = await on.text("hi", { to: SANDBOX.closingCustomer });
    expect(margin.text).not.toContain(MARK);
    expect(on.count("POST")).toBe(1);
    expect((await on.text("hi", { to: CLOSED })).text).not.toContain(MARK);
    expect(on.count("POST")).toBe(2);
    await on.inbound({ from: CLOSED, text: "I am back" });
    expect((await on.text("hi", { to: CLOSED })).data.status).toBe("accepted");
  });

  test.each([
    ["cannot be read", { status: 403, body: { error: "Forbidden" } }],
    [
      "does not tell when the customer wrote",
      { status: 200, body: { data: [{ id: SANDBOX.closedWindowConversationId, status: "active", kapso: {} }] } },
    ],
  ])("is the service's to judge where the conversation %s now", async (_, answer) => {
    await windowOf(SANDBOX.closedWindowConversationId);
    await on.inbound({ from: CLOSED, text: "I am back" });
    await on.fault({ match: { method: "GET", path: "/conversations" }, ...answer });
    expect((await on.text("hi", { to: CLOSED })).text).toContain('"status":"accepted"');
  });

  test("a template goes out whatever the window", async () => {
    await windowOf(SANDBOX.closedWindowConversationId);
    const answer = await on.call("send_template_message", {
      to: CLOSED,
      template_name: "hello_world",
      language: "en_US",
    });
    expect(answer.data.status).toBe("accepted");
  });

  test("costs no read before it leaves on the plain path, and one after, for its conversation", async () => {
    const { data } = await on.text("plain");
    expect(on.sandbox.requests().map(({ method }) => method)).toEqual(["POST", "GET"]);
    expect(data).toMatchObject({ conversation_id: SANDBOX.openConversationId });
    expect(data).not.toHaveProperty("note");
  });

  test("says that a new conversation began, since the former one had ended", async () => {
    await on.call("update_conversation", { conversation_id: SANDBOX.openConversationId, status: "ended" });
    const { data } = await on.text("another matter");
    expect(data.note).toBe("A new conversation began with this message: the former one had ended.");
    expect(data.conversation_id).not.toBe(SANDBOX.openConversationId);
    const { data: page } = await on.call("list_messages", { conversation_id: data.conversation_id });
    expect(page.data).toMatchObject([{ message_id: data.message_id }]);
  });

  test("that cannot be placed is accepted all the same", async () => {
    await on.fault({ match: { method: "GET", path: "/conversations$" }, status: 403, body: { error: "Forbidden" } });
    const { data } = await on.text("where?");
    expect(data.status).toBe("accepted");
    expect(data).not.toHaveProperty("conversation_id");
  });

  test("costs one read at most before it leaves, with every guard at work", async () => {
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.closedWindowConversationId, limit: 1 });
    const last_seen_message_id = data.data[0].message_id;
    const before = on.count();
    const template = { template_name: "hello_world", language: "en_US" };
    await on.call("send_template_message", { to: CLOSED, ...template, last_seen_message_id });
    expect(on.count() - before).toBe(3);
    expect(on.sandbox.requests().at(-2)?.method).toBe("POST");
  });
});

/** Media headers want an id: any uploaded picture does. */
function fill(args: Record<string, unknown>): Record<string, unknown> {
  const { header } = args;
  if (typeof header !== "object" || header === null || !("media_id" in header)) return args;
  return { ...args, header: { ...header, media_id: SANDBOX.media.png } };
}
