import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { envelope, envelopeInput, groupId, recipientFaults, recipientInput } from "../definition/recipient.ts";
import { chars, mediaId } from "../definition/schemas.ts";
import { defineSend, message, requestInput, sendResult } from "../definition/send.ts";
import { webUrl } from "../definition/web-url.ts";
import { present } from "../records/present.ts";
import { contactCard } from "./contact-card.ts";

/** Each type with the arguments that it needs and those that it may have; `media` needs one of two sources. */
const TYPES = {
  text: { needs: ["text"], takes: ["preview_url"], media: false },
  image: { needs: [], takes: ["caption"], media: true },
  video: { needs: [], takes: ["caption"], media: true },
  audio: { needs: [], takes: ["voice"], media: true },
  document: { needs: [], takes: ["caption", "filename"], media: true },
  sticker: { needs: [], takes: [], media: true },
  location: {
    needs: ["latitude", "longitude"],
    takes: ["name", "address"],
    media: false,
  },
  contacts: { needs: ["contacts"], takes: [], media: false },
} as const;
type MessageType = keyof typeof TYPES;
const typeNames = z.enum(["text", "image", "video", "audio", "document", "sticker", "location", "contacts"]);

const MEDIA_SOURCE = ["media_id", "link"] as const;

/** The payload arguments of all types, flat; which go together is checked against `TYPES`. */
const payloadInput = {
  text: chars(1, 4096).optional().describe("type text: the body. WhatsApp markup allowed."),
  preview_url: z.boolean().optional().describe("type text: preview the first link."),
  media_id: mediaId.optional().describe("Media types: from upload_media. Or give link."),
  link: webUrl(2048).optional().describe("Media types: public https URL that WhatsApp fetches."),
  caption: chars(1, 1024).optional().describe("image, video, document."),
  filename: chars(1, 240).optional().describe("document: the name shown, with extension."),
  voice: z.boolean().optional().describe("audio: a voice note (OGG/OPUS only)."),
  latitude: z.number().min(-90).max(90).optional().describe("location."),
  longitude: z.number().min(-180).max(180).optional().describe("location."),
  name: chars(1, 100).optional().describe("location: name of the place."),
  address: chars(1, 300).optional().describe("location: shown with name."),
  contacts: z.array(contactCard).min(1).max(257).optional().describe("contacts: the cards to share."),
};
type Payload = z.output<z.ZodObject<typeof payloadInput>>;

export const sendMessage = defineSend({
  name: "send_message",
  title: "Send a message",
  description:
    "Send one free-form WhatsApp message: text, image, video, audio or voice, document, sticker, location or contact " +
    "cards. Works within 24 hours of the customer's last message or call, later send_template_message does. Returns " +
    "the message id; acceptance is not delivery, which get_message shows. For buttons, lists and the like use " +
    "send_interactive_message, for an emoji on a message send_reaction.",
  scope: "phone_number",
  input: z.strictObject({
    ...recipientInput,
    group_id: groupId.optional().describe("Instead of to: a group. Text and media only."),
    type: typeNames.describe("Decides which arguments below are needed."),
    ...payloadInput,
    ...envelopeInput,
    ...requestInput,
  }),
  check: (args) => [
    ...recipientFaults(args, ["to", "recipient", "group_id"]),
    ...payloadFaults(args.type, args),
    ...groupFaults(args),
  ],
  output: sendResult,
  compose({ type, ...args }, { kapso, phoneNumberId }) {
    const body = { ...envelope(args), type, [type]: payload(type, args) };
    return message({ phoneNumberId, body, post: (options) => kapso.messages.send(phoneNumberId, body, options) });
  },
});

function payloadFaults(type: MessageType, args: Payload): Fault[] {
  const { needs, takes, media } = TYPES[type];
  const allowed: readonly string[] = [...needs, ...takes, ...(media ? MEDIA_SOURCE : [])];
  const given = Object.keys(payloadInput).filter((name) => name in args);
  const faults = given
    .filter((name) => !allowed.includes(name))
    .map((name) => ({
      path: [name],
      message: `is not taken by type ${type}, which takes ${allowed.join(", ")}`,
    }));
  for (const name of needs) {
    if (!(name in args)) faults.push({ path: [name], message: `is needed by type ${type}` });
  }
  if (media && (args.media_id === undefined) === (args.link === undefined)) {
    faults.push({
      path: ["media_id"],
      message: `type ${type} needs exactly one of media_id and link`,
    });
  }
  if (type === "location" && args.address !== undefined && args.name === undefined) {
    faults.push({
      path: ["name"],
      message: "is needed where address is given, or the address is not shown",
    });
  }
  return [...faults, ...voiceFaults(args)];
}

/** A voice note is OGG with OPUS; other sound goes without `voice`, as a file to play. */
function voiceFaults({ voice, link }: Payload): Fault[] {
  const [, ending = ""] =
    /\.(mp3|m4a|aac|amr|wav|flac|mp4)$/i.exec(link === undefined ? "" : new URL(link).pathname) ?? [];
  if (!voice || ending === "") return [];
  return [{ path: ["voice"], message: `needs OGG with OPUS; leave it out for a link to .${ending.toLowerCase()}` }];
}

function groupFaults({ group_id, type }: { group_id?: string; type: MessageType }): Fault[] {
  const fits = type === "text" || TYPES[type].media;
  if (group_id === undefined || fits) return [];
  return [
    {
      path: ["type"],
      message: `${type} cannot be sent to a group; a group takes text and media`,
    },
  ];
}

/** The object under the key that `type` names. */
function payload(type: MessageType, args: Payload): unknown {
  if (type === "contacts") return args.contacts;
  if (type === "text") return present({ body: args.text, preview_url: args.preview_url });
  if (type === "location") {
    const { latitude, longitude, name, address } = args;
    return present({ latitude, longitude, name, address });
  }
  const { media_id, link, caption, filename, voice } = args;
  return present({ id: media_id, link, caption, filename, voice });
}
