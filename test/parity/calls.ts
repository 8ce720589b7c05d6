import { PHONE } from "../tools/scripted-stage.ts";
import { BSUID, CALL, type Case, TO, WA_ID } from "./case.ts";
import { PAGE } from "./reasons.ts";

const phoneNumberId = PHONE;
const OFFER = { sdp_type: "offer", sdp: "v=0\r\no=- 3920 2 IN IP4 127.0.0.1\r\n" };
const ANSWER = { sdp_type: "answer", sdp: "v=0\r\n" };
const answered = { sdpType: "answer", sdp: "v=0\r\n" };
const live = (body: Record<string, unknown>) => ({
  tool: "graph_post",
  args: { path: `/${PHONE}/calls`, body: { messaging_product: "whatsapp", ...body } },
});

const SINCE = "2026-11-20T00:00:00.500Z";

const LOG: Case[] = [
  {
    name: "with every filter",
    tool: "list_calls",
    args: { direction: "inbound", status: "completed", since: SINCE, until: SINCE, limit: 5, after: "QUFB" },
    sdk: (client) =>
      client.calls.list({
        phoneNumberId,
        direction: "INBOUND",
        status: "completed",
        since: SINCE,
        until: SINCE,
        limit: 5,
        after: "QUFB",
      }),
  },
  {
    name: "of one direction",
    tool: "list_calls",
    args: { direction: "outbound" },
    sdk: (client) => client.calls.list({ phoneNumberId, direction: "outbound" }),
    differences: [
      {
        at: "query.direction",
        ours: "OUTBOUND",
        theirs: "outbound",
        why: "README.md 16: the seed writes the direction in upper case, and so does the client.",
      },
      { at: "query.limit", ours: "20", why: PAGE },
    ],
  },
  {
    name: "one",
    tool: "get_call",
    args: { call_id: CALL },
    sdk: (client) => client.calls.get({ phoneNumberId, callId: CALL }),
  },
];

/** What is done about a call. Answering one needs live audio and has no tool: it goes through graph_post. */
const ACTIONS: Case[] = [
  {
    name: "permission",
    tool: "get_call_permission",
    args: { wa_id: WA_ID },
    sdk: (client) => client.calls.permissions.get({ phoneNumberId, userWaId: WA_ID }),
  },
  {
    name: "reject",
    tool: "reject_call",
    args: { call_id: CALL },
    sdk: (client) => client.calls.reject({ phoneNumberId, callId: CALL }),
  },
  {
    name: "terminate",
    tool: "terminate_call",
    args: { call_id: CALL },
    sdk: (client) => client.calls.terminate({ phoneNumberId, callId: CALL }),
  },
  {
    name: "connect",
    ...live({ action: "connect", to: TO, session: OFFER, biz_opaque_callback_data: "t" }),
    sdk: (client) =>
      client.calls.connect({
        phoneNumberId,
        to: TO,
        session: { sdpType: OFFER.sdp_type, sdp: OFFER.sdp },
        bizOpaqueCallbackData: "t",
      }),
  },
  {
    name: "connect to a business-scoped user id",
    ...live({ action: "connect", recipient: BSUID, session: OFFER }),
    sdk: (client) =>
      client.calls.connect({
        phoneNumberId,
        recipient: BSUID,
        session: { sdpType: OFFER.sdp_type, sdp: OFFER.sdp },
      }),
  },
  {
    name: "pre-accept",
    ...live({ action: "pre_accept", call_id: CALL, session: ANSWER }),
    sdk: (client) => client.calls.preAccept({ phoneNumberId, callId: CALL, session: answered }),
  },
  {
    name: "accept",
    ...live({ action: "accept", call_id: CALL, session: ANSWER, biz_opaque_callback_data: "t" }),
    sdk: (client) =>
      client.calls.accept({ phoneNumberId, callId: CALL, session: answered, bizOpaqueCallbackData: "t" }),
  },
];

export const CALLS: readonly Case[] = [...LOG, ...ACTIONS];
