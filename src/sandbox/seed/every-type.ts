import { recordError } from "../http/failures.ts";
import type { Direction, MediaRow } from "../store/rows.ts";
import { wamid } from "../world/ids.ts";
import { CAST } from "./cast.ts";
import type { SampleName } from "./samples.ts";
import type { Line } from "./story.ts";

/** One conversation with every type of message that stored-data.md 1.3 lists: the first rows of the seed. */

interface Sketch extends Omit<Line, "minutesAgo"> {
  name: string;
  /** The sample that a media message carries; its payload gets the id. */
  sample?: SampleName;
}

const inbound = (name: string, type: string, payload: unknown, more: Partial<Sketch> = {}): Sketch => ({
  name,
  from: "customer",
  type,
  payload,
  ...more,
});
const outbound = (name: string, type: string, payload: unknown, more: Partial<Sketch> = {}): Sketch => ({
  ...inbound(name, type, payload, more),
  from: "shop",
});

const BUTTONS = {
  type: "button",
  body: { text: "Shall we deliver on Monday?" },
  footer: { text: "Aurora Móveis" },
  action: {
    buttons: [
      { type: "reply", reply: { id: "delivery:yes", title: "Yes, Monday" } },
      { type: "reply", reply: { id: "delivery:move", title: "Another day" } },
    ],
  },
};

const LIST = {
  type: "list",
  header: { type: "text", text: "Delivery" },
  body: { text: "Which time suits you?" },
  action: {
    button: "See times",
    sections: [
      {
        title: "Monday",
        rows: [
          { id: "mon-am", title: "Morning", description: "8 to 12" },
          { id: "mon-pm", title: "Afternoon", description: "13 to 18" },
        ],
      },
    ],
  },
};

const CARD = {
  name: { formatted_name: "Marisol Peña", first_name: "Marisol", last_name: "Peña" },
  org: { company: "Aurora Móveis", title: "Deliveries" },
  phones: [{ phone: "+44 7700 900321", type: "WORK", wa_id: "447700900321" }],
  emails: [{ email: "marisol@aurora.example", type: "WORK" }],
};

const AD = {
  source_url: "https://fb.example/ads/oak-table",
  source_type: "ad",
  source_id: "120210000000001",
  headline: "Oak tables, 20% off",
  body: "Only in November",
  media_type: "image",
  image_url: "https://fb.example/ads/oak-table.jpg",
  ctwa_clid: "ARAkLkA8rmlFeiCktEJQ",
};

const CHAIR = { catalog_id: "640218837715520", product_retailer_id: "CHAIR-OAK-45" };

const FLOW_ANSWER = JSON.stringify({ flow_token: "visit-2204", date: "2026-11-24", people: 2 });

const SKETCHES: Sketch[] = [
  inbound("referral", "text", { body: "Hi, is the oak table still 20% off?" }, { referral: AD }),
  inbound("welcome", "request_welcome", undefined),
  outbound("text", "text", { body: "Hello Amara! Yes, until the end of the month." }),
  outbound("sentImage", "image", { caption: "The oak table" }, { sample: "png" }),
  inbound("image", "image", { caption: "Would it go with these chairs?" }, { sample: "jpeg" }),
  inbound("reaction", "reaction", { message_id: "sentImage", emoji: "😍" }),
  outbound("sentVideo", "video", { caption: "How it is put together" }, { sample: "video" }),
  inbound("video", "video", {}, { sample: "video" }),
  inbound(
    "voice",
    "audio",
    { voice: true },
    { sample: "voice", transcript: "Can you bring it up to the second floor?" },
  ),
  outbound("sentVoice", "audio", { voice: true }, { sample: "voice" }),
  inbound("audio", "audio", {}, { sample: "audio" }),
  outbound("sentDocument", "document", { filename: "medidas.txt" }, { sample: "text" }),
  inbound("document", "document", { filename: "nota-fiscal-7731.pdf", caption: "My invoice" }, { sample: "pdf" }),
  inbound("sticker", "sticker", { animated: false }, { sample: "sticker" }),
  outbound("sentSticker", "sticker", {}, { sample: "sticker" }),
  inbound("location", "location", { latitude: 51.5014, longitude: -0.1419, name: "Home", address: "1 Example Row" }),
  outbound("sentLocation", "location", { latitude: -23.5614, longitude: -46.6559, name: "Aurora Móveis" }),
  inbound("contacts", "contacts", [CARD]),
  outbound("sentContacts", "contacts", [CARD]),
  outbound("sentButtons", "interactive", BUTTONS),
  inbound(
    "buttonReply",
    "interactive",
    { type: "button_reply", button_reply: { id: "delivery:yes", title: "Yes, Monday" } },
    { context: { id: "sentButtons" } },
  ),
  outbound("sentList", "interactive", LIST),
  inbound(
    "listReply",
    "interactive",
    { type: "list_reply", list_reply: { id: "mon-am", title: "Morning", description: "8 to 12" } },
    { context: { id: "sentList" } },
  ),
  inbound("flowReply", "interactive", {
    type: "nfm_reply",
    nfm_reply: { name: "flow", response_json: FLOW_ANSWER, body: "Sent" },
  }),
  outbound(
    "template",
    "template",
    {
      name: "follow_up",
      language: { code: "en_US" },
      components: [{ type: "body", parameters: [{ type: "text", text: "Amara" }] }],
    },
    { text: "Hi Amara, we have news about your request. Reply to this message to continue." },
  ),
  inbound("button", "button", { payload: "follow-up:yes", text: "Tell me more" }, { context: { id: "template" } }),
  inbound("order", "order", {
    catalog_id: "640218837715520",
    product_items: [{ product_retailer_id: "TABLE-OAK-120", quantity: 1, item_price: 249, currency: "GBP" }],
    text: "Please wrap it well",
  }),
  outbound("sentReaction", "reaction", { message_id: "order", emoji: "👍" }, { status: "sent" }),
  inbound("system", "system", {
    body: "User Amara changed from 447700900031 to 447700900001",
    wa_id: "447700900001",
    type: "user_changed_number",
  }),
  inbound("unsupported", "unsupported", { type: "poll" }, { errors: [recordError(131051)] }),
  inbound("product", "text", { body: "Is this one in stock?" }, { context: { referred_product: CHAIR } }),
  inbound("more", "text", { body: "Please add two chairs to my order." }),
  inbound("withdrawal", "revoke", { original_message_id: "more" }),
  inbound("wrong", "text", { body: "Deliver it on Tuesday, please." }),
  inbound("correction", "edit", {
    original_message_id: "wrong",
    message: { type: "text", text: { body: "Deliver it on Thursday, please." } },
  }),
  outbound("fromPhone", "text", { body: "Marisol here, I answer from the shop's phone." }, { origin: "business_app" }),
  inbound("forwarded", "text", { body: "A friend sent me this, can you match it?" }, { context: { forwarded: true } }),
  outbound("quote", "text", { body: "We can, with free delivery." }, { context: { id: "forwarded" } }),
];

const MINUTES_APART = 4;
const LAST_MINUTES_AGO = 35;

/** The id of a named message: the conversation is the first that the seed writes. */
export function everyTypeId(name: string): string {
  const index = SKETCHES.findIndex((sketch) => sketch.name === name);
  const direction: Direction = SKETCHES[index]?.from === "shop" ? "outbound" : "inbound";
  return wamid(index + 1, CAST.everyType.waId ?? "", direction);
}

export function everyTypeLines(shopDigits: string, media: (name: SampleName) => MediaRow): Line[] {
  return SKETCHES.map(({ name: _, sample, ...line }, index) => {
    const row = sample && media(sample);
    const { context, payload } = line;
    return {
      ...line,
      minutesAgo: LAST_MINUTES_AGO + (SKETCHES.length - 1 - index) * MINUTES_APART,
      payload: row === undefined ? withTarget(payload) : payload,
      media: row ?? null,
      context:
        context?.id === undefined
          ? (context ?? null)
          : { from: author(context.id, shopDigits), id: everyTypeId(context.id) },
    };
  });
}

/** Reactions, edits and withdrawals name their target as the sketches do. */
function withTarget(payload: unknown): unknown {
  if (typeof payload !== "object" || payload === null) return payload;
  const target = (key: string) => (key in payload ? { [key]: everyTypeId(String(Reflect.get(payload, key))) } : {});
  return Array.isArray(payload) ? payload : { ...payload, ...target("message_id"), ...target("original_message_id") };
}

function author(name: string, shopDigits: string): string {
  const from = SKETCHES.find((sketch) => sketch.name === name)?.from;
  return from === "shop" ? shopDigits : (CAST.everyType.waId ?? "");
}
