import { PHONE } from "../tools/scripted-stage.ts";
import { BSUID, CALL, type Case, TO, WA_ID } from "./case.ts";

/** What is done about a call. Those that need live audio have no tool: they go through graph_post. */

const phoneNumberId = PHONE;
const OFFER = { sdp_type: "offer", sdp: "v=0\r\no=- 3920 2 IN IP4 127.0.0.1\r\n" };
const ANSWER = { sdp_type: "answer", sdp: "v=0\r\n" };
const answered = { sdpType: "answer", sdp: "v=0\r\n" };
const live = (body: Record<string, unknown>) => ({
  tool: "graph_post",
  args: { path: `/${PHONE}/calls`, body: { messaging_product: "whatsapp", ...body } },
});

export const CALL_ACTIONS: readonly Case[] = [
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
