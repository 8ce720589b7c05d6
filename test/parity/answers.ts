import { emptyList, json, type Step, text } from "../kapso/scripted-server.ts";
import { CALL, CONVERSATION, FLOW, MEDIA, TEMPLATE, WAMID } from "./case.ts";

/** What the recording server says: to both sides the same, by method and path. */

const call = { id: "1", call_id: CALL, direction: "INBOUND", status: "COMPLETED" };
const template = { id: TEMPLATE, name: "promo", language: "es", status: "APPROVED", category: "MARKETING" };

const READS: [path: RegExp, step: Step][] = [
  [/\/calls$/, json(200, { data: [call] })],
  [/\/call_permissions$/, json(200, { permission: { status: "permanent" } })],
  [/\/settings$/, json(200, {})],
  [/\/whatsapp_business_profile$/, json(200, { data: [{}] })],
  [/\/messages\/./, json(200, { id: WAMID, timestamp: "1795183391", type: "text" })],
  [/\/conversations\/./, json(200, { id: CONVERSATION, status: "active" })],
  [/\/contacts\/./, json(200, { id: "1", metadata: { tier: "gold" } })],
  [/\/message_templates\/./, json(200, template)],
  [/\/media_download$/, text(200, "one", { "content-type": "text/plain" })],
  [new RegExp(`/${FLOW}$`), json(200, { id: FLOW, preview: { preview_url: "https://x.test" } })],
  [new RegExp(`/${MEDIA}$`), (request, response) => media(request.headers.host ?? "")(request, response)],
];

function media(host: string): Step {
  const download_url = `http://${host}/api/meta/media_download?token=t`;
  return json(200, { id: MEDIA, url: download_url, download_url, mime_type: "text/plain" });
}

const WRITES: [path: RegExp, step: Step][] = [
  [/\/(media|flows|message_templates)$/, json(200, { id: TEMPLATE, success: true })],
];

/** A send is accepted; a message is also how one is marked as read, and that answers otherwise. */
const sent = json(200, { success: true, messages: [{ id: "wamid.OUT1" }] });

export const answer: Step = (request, response) => {
  const path = request.url?.replace(/\?.*/, "") ?? "";
  const find = (table: [RegExp, Step][]) => table.find(([pattern]) => pattern.test(path))?.[1];
  const read = () => find(READS) ?? emptyList;
  const write = () => (path.endsWith("/messages") ? sent : (find(WRITES) ?? json(200, { success: true })));
  const step = request.method === "GET" ? read() : request.method === "POST" ? write() : json(200, { success: true });
  step(request, response);
};
