import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { OPEN, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

async function newest(conversation_id = SANDBOX.openConversationId): Promise<string> {
  const { data } = await on.call("list_messages", { conversation_id, limit: 1 });
  return data.data[0].message_id;
}

describe("last_seen_message_id", () => {
  test("is the newest: the send goes, after one read and before another for its conversation", async () => {
    const seen = await newest();
    const before = on.count();
    expect((await on.text("hi", { last_seen_message_id: seen })).data.status).toBe("accepted");
    expect(on.count() - before).toBe(3);
  });

  test.each([
    ["the customer", () => on.inbound({ from: OPEN, text: "wait!" }), "wait!"],
    ["a colleague or another agent", () => on.text("I am on it."), "I am on it."],
  ])("something newer from %s: nothing is sent, and it comes back", async (_, happens, said) => {
    const seen = await newest();
    await happens();
    const before = on.stored().length;
    const answer = await on.text("hi", { last_seen_message_id: seen });
    expect(answer.isError).toBe(false);
    expect(answer.data.status).toBe("not_sent");
    expect(answer.data.newer_messages.map(({ text }: { text: string }) => text)).toEqual([said]);
    expect(answer.data.note).toContain(answer.data.newer_messages[0].message_id);
    expect(on.stored()).toHaveLength(before);
    const again = await on.text("hi", { last_seen_message_id: answer.data.newer_messages[0].message_id });
    expect(again.data.status).toBe("accepted");
  });

  test("two agents answer one message at the same time: one answer goes out", async () => {
    const seen = await newest();
    const answers = await Promise.all(
      ["Yes, until 19:00.", "We close at 19:00."].map((text) => on.text(text, { last_seen_message_id: seen })),
    );
    expect(answers.map(({ data }) => data.status).sort()).toEqual(["accepted", "not_sent"]);
    expect(
      on
        .stored()
        .slice(-2)
        .filter(({ text }) => text.includes("19:00")),
    ).toHaveLength(1);
  });

  test("newer ones come oldest first, ten at most", async () => {
    const seen = await newest();
    for (let i = 1; i <= 12; i += 1) await on.inbound({ from: OPEN, text: `message ${i}` });
    const { data } = await on.text("hi", { last_seen_message_id: seen });
    const texts = data.newer_messages.map(({ text }: { text: string }) => text);
    expect(texts).toEqual(Array.from({ length: 10 }, (_, i) => `message ${i + 3}`));
    expect(data.note).toContain("12 newer messages");
  });

  test("an older message of the conversation, far back: the newest come back", async () => {
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.longConversationId, limit: 100 });
    const answer = await on.call("send_message", {
      to: SANDBOX.longCustomer,
      type: "text",
      text: "hi",
      last_seen_message_id: data.data.at(-1).message_id,
    });
    expect(answer.data.note).toContain("not among the newest messages");
    expect(answer.data.newer_messages).toHaveLength(10);
  });

  test("a message of another conversation, or of none, sends nothing", async () => {
    const elsewhere = await newest(SANDBOX.unreadConversationId);
    const other = await on.text("hi", { last_seen_message_id: elsewhere });
    expect(other.data.status).toBe("not_sent");
    const none = await on.text("hi", { to: SANDBOX.unknownCustomer, last_seen_message_id: elsewhere });
    expect(none.text).toMatch(/Nothing was sent[\s\S]*last_seen_message_id/);
    const unknown = await on.text("hi", { to: SANDBOX.unknownCustomer, last_seen_message_id: "wamid.none" });
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toContain("Nothing was sent");
    expect(on.count("POST")).toBe(0);
  });

  test("a customer who is known by a user id alone", async () => {
    const seen = await newest(SANDBOX.userIdConversationId);
    const say = (text: string) =>
      on.call("send_message", { recipient: SANDBOX.userIdCustomer, type: "text", text, last_seen_message_id: seen });
    expect((await say("hi")).data.status).toBe("accepted");
    expect((await say("hi there")).data.status).toBe("not_sent");
  });

  test("a number that WhatsApp rewrites", async () => {
    const seen = await newest(SANDBOX.rewrittenConversationId);
    const say = (to: string) =>
      on.call("send_template_message", {
        to,
        template_name: "hello_world",
        language: "en_US",
        last_seen_message_id: seen,
      });
    expect((await say(SANDBOX.rewrittenNumber)).data.status).toBe("accepted");
  });

  test("that cannot be checked sends nothing", async () => {
    const seen = await newest();
    await on.fault({ match: { method: "GET" }, status: 403, body: { error: "Forbidden" } });
    const answer = await on.text("hi", { last_seen_message_id: seen });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("Nothing was sent.");
    expect(on.count("POST")).toBe(0);
  });

  test("a repeat of what was sent is known before anything is read", async () => {
    const seen = await newest();
    await on.text("hi", { last_seen_message_id: seen });
    const before = on.count();
    expect((await on.text("hi", { last_seen_message_id: seen })).data.deduplicated).toBe(true);
    expect(on.count()).toBe(before);
  });
});
