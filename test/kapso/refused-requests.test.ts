import { describe, expect, test } from "vitest";
import type { Kapso } from "../../src/kapso/client.ts";
import { connect, PHONE, serve } from "./scripted-server.ts";

const CONVERSATION = "6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31";

describe("what is refused before any request", () => {
  const cases: [string, (kapso: Kapso) => Promise<unknown>, string][] = [
    ["a number id with a slash", (k) => k.contacts.list("123/456"), "phone_number_id"],
    ["an empty number id", (k) => k.contacts.list(""), "phone_number_id"],
    ["two dots", (k) => k.contacts.get(PHONE, ".."), "wa_id"],
    ["one dot", (k) => k.contacts.get(PHONE, "."), "wa_id"],
    ["an encoded slash", (k) => k.contacts.get(PHONE, "a%2Fb"), "wa_id"],
    ["a backslash", (k) => k.messages.get(PHONE, "wamid.a\\b"), "message_id"],
    ["a question mark", (k) => k.messages.get(PHONE, "wamid.a?x=1"), "message_id"],
    ["a hash", (k) => k.messages.get(PHONE, "wamid.a#"), "message_id"],
    ["a space", (k) => k.messages.get(PHONE, "wamid.a b"), "message_id"],
    ["a line break at the end", (k) => k.messages.get(PHONE, "wamid.a\n"), "message_id"],
    ["a control character", (k) => k.media.metadata(PHONE, "12345\u0000"), "media_id"],
    ["no UUID", (k) => k.conversations.get("12"), "conversation_id"],
    [
      "a bad id under a send",
      (k) => k.messages.send("x", { messaging_product: "whatsapp", to: "+34600", type: "text" }),
      "phone_number_id",
    ],
    ["a bad number id in the query", (k) => k.media.delete("..", "1290447715880316"), "phone_number_id"],
    ["a send to nobody", (k) => k.messages.send(PHONE, { messaging_product: "whatsapp", type: "text" }), "to"],
    ["a limit of 0", (k) => k.messages.list(PHONE, { limit: 0 }), "limit"],
    ["a limit of 101", (k) => k.calls.list(PHONE, { limit: 101 }), "limit"],
    ["half a limit", (k) => k.contacts.list(PHONE, { limit: 1.5 }), "limit"],
    ["both cursors", (k) => k.conversations.list(PHONE, { after: "a", before: "b" }), "before"],
    ["a time without a zone", (k) => k.messages.list(PHONE, { since: "2026-11-20T14:03:11" }), "since"],
    ["a time that is none", (k) => k.calls.list(PHONE, { until: "2026-13-40T14:03:11Z" }), "until"],
    [
      "filters that contradict",
      (k) => k.conversations.list(PHONE, { assigned_user_id: CONVERSATION, unassigned: true }),
      "unassigned",
    ],
    ["an empty change", (k) => k.contacts.update(PHONE, "5511987650042", {}), "profile_name"],
  ];
  test.each(cases)("%s", async (_, call, field) => {
    const server = await serve();
    const { kapso } = connect(server);
    await expect(call(kapso)).rejects.toMatchObject({
      name: "KapsoError",
      kind: "invalid_request",
      field,
      requestSent: false,
      retryable: "F",
    });
    expect(server.requests).toHaveLength(0);
  });
});
