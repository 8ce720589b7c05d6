import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

describe("marking as read", () => {
  const mark = (message: Record<string, unknown>) => api.send({ status: "read", ...message });

  test("takes an inbound message, with and without the typing indicator", async () => {
    const message_id = SANDBOX.messages.inboundText;
    expect((await mark({ message_id })).body).toEqual({ success: true });
    expect((await mark({ message_id, typing_indicator: { type: "text" } })).body).toEqual({ success: true });
  });

  test("reads everything before it as well, and makes no record", async () => {
    const unread = () =>
      api.sandbox.world.messages.table
        .page({ scope: SANDBOX.phoneNumberId, facets: [SANDBOX.unreadConversationId, "inbound", undefined], limit: 9 })
        .rows.map((row) => row.readAt === null);
    const rows = (await api.get(`${NUMBER}/messages?conversation_id=${SANDBOX.unreadConversationId}`)).body.data;
    expect(unread()).toEqual([true, true, true]);
    await mark({ message_id: rows[1].id });
    expect(unread()).toEqual([true, false, false]);
    expect((await api.get(`${NUMBER}/messages?limit=1`)).body.data[0].kapso.direction).toBe("inbound");
  });

  test.each([
    [131009, { message_id: "wamid.GONE" }],
    [131009, { message_id: SANDBOX.messages.outboundText }],
    [131009, { message_id: SANDBOX.messages.inboundText, typing_indicator: { type: "audio" } }],
    [131009, { message_id: SANDBOX.messages.inboundText, status: "delivered" }],
    [131008, {}],
  ])("answers %d for %j", async (code, message) => {
    const { status, body } = await mark(message);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  test("is refused 30 days later", async () => {
    api.sandbox.advance(31 * 24 * 3600);
    expect((await mark({ message_id: SANDBOX.messages.inboundText })).status).toBe(400);
  });
});
