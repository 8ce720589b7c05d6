import { PHONE } from "../tools/scripted-stage.ts";
import { BSUID, type Case, GROUP, LINK, MEDIA, TO, WAMID } from "./case.ts";

const phoneNumberId = PHONE;

const TEXTS: Case[] = [
  {
    name: "text with all that an envelope has",
    tool: "send_message",
    args: {
      to: TO,
      type: "text",
      text: "Olá 👋 https://niebla.example",
      preview_url: true,
      reply_to_message_id: WAMID,
      biz_opaque_callback_data: "order=7731",
    },
    sdk: (client) =>
      client.messages.sendText({
        phoneNumberId,
        to: TO,
        body: "Olá 👋 https://niebla.example",
        previewUrl: true,
        contextMessageId: WAMID,
        bizOpaqueCallbackData: "order=7731",
      }),
  },
  {
    name: "text to a business-scoped user id",
    tool: "send_message",
    args: { recipient: BSUID, type: "text", text: "Hi" },
    sdk: (client) => client.messages.sendText({ phoneNumberId, recipient: BSUID, body: "Hi" }),
  },
  {
    name: "text to a group",
    tool: "send_message",
    args: { group_id: GROUP, type: "text", text: "Hi" },
    sdk: (client) => client.messages.sendText({ phoneNumberId, to: GROUP, recipientType: "group", body: "Hi" }),
  },
  {
    name: "text to a number without plus",
    tool: "send_message",
    args: { to: "5511987650042", type: "text", text: "Hi" },
    sdk: (client) => client.messages.sendText({ phoneNumberId, to: "5511987650042", body: "Hi" }),
    differences: [
      {
        at: "body.to",
        ours: TO,
        theirs: "5511987650042",
        why: "messages.md 1: without + the business's own country code may be prepended, so the client always sends + and digits.",
      },
    ],
  },
];

const MEDIA_SENDS: Case[] = [
  {
    name: "image by id",
    tool: "send_message",
    args: { to: TO, type: "image", media_id: MEDIA, caption: "Foto" },
    sdk: (client) => client.messages.sendImage({ phoneNumberId, to: TO, image: { id: MEDIA, caption: "Foto" } }),
  },
  {
    name: "video by link",
    tool: "send_message",
    args: { to: TO, type: "video", link: LINK, caption: "Tour" },
    sdk: (client) => client.messages.sendVideo({ phoneNumberId, to: TO, video: { link: LINK, caption: "Tour" } }),
  },
  {
    name: "audio",
    tool: "send_message",
    args: { to: TO, type: "audio", media_id: MEDIA },
    sdk: (client) => client.messages.sendAudio({ phoneNumberId, to: TO, audio: { id: MEDIA } }),
  },
  {
    name: "voice note",
    tool: "send_message",
    args: { to: TO, type: "audio", link: LINK, voice: true },
    sdk: (client) => client.messages.sendAudio({ phoneNumberId, to: TO, audio: { link: LINK, voice: true } }),
  },
  {
    name: "document",
    tool: "send_message",
    args: { to: TO, type: "document", media_id: MEDIA, filename: "nota.pdf", caption: "Nota" },
    sdk: (client) =>
      client.messages.sendDocument({
        phoneNumberId,
        to: TO,
        document: { id: MEDIA, filename: "nota.pdf", caption: "Nota" },
      }),
  },
  {
    name: "sticker",
    tool: "send_message",
    args: { to: TO, type: "sticker", media_id: MEDIA },
    sdk: (client) => client.messages.sendSticker({ phoneNumberId, to: TO, sticker: { id: MEDIA } }),
  },
];

const OTHERS: Case[] = [
  {
    name: "location",
    tool: "send_message",
    args: { to: TO, type: "location", latitude: -33.4263, longitude: -70.6145, name: "Niebla", address: "Av. 1860" },
    sdk: (client) =>
      client.messages.sendLocation({
        phoneNumberId,
        to: TO,
        location: { latitude: -33.4263, longitude: -70.6145, name: "Niebla", address: "Av. 1860" },
      }),
  },
  {
    name: "contact cards",
    tool: "send_message",
    args: {
      to: TO,
      type: "contacts",
      contacts: [
        {
          name: { formatted_name: "Marisol Peña", first_name: "Marisol", last_name: "Peña", middle_name: "Ines" },
          birthday: "1988-04-19",
          org: { company: "Niebla", department: "Despachos", title: "Encargada" },
          phones: [{ phone: "+56 9 5512 3098", type: "WORK", wa_id: "56955123098" }],
          emails: [{ email: "marisol@niebla.example", type: "WORK" }],
          urls: [{ url: "https://niebla.example", type: "COMPANY" }],
          addresses: [{ street: "Av. 1860", city: "Santiago", zip: "75", country: "Chile", country_code: "CL" }],
        },
        { name: { formatted_name: "Ana", prefix: "Sra.", suffix: "II" } },
      ],
    },
    sdk: (client) =>
      client.messages.sendContacts({
        phoneNumberId,
        to: TO,
        contacts: [
          {
            name: { formattedName: "Marisol Peña", firstName: "Marisol", lastName: "Peña", middleName: "Ines" },
            birthday: "1988-04-19",
            org: { company: "Niebla", department: "Despachos", title: "Encargada" },
            phones: [{ phone: "+56 9 5512 3098", type: "WORK", waId: "56955123098" }],
            emails: [{ email: "marisol@niebla.example", type: "WORK" }],
            urls: [{ url: "https://niebla.example", type: "COMPANY" }],
            addresses: [{ street: "Av. 1860", city: "Santiago", zip: "75", country: "Chile", countryCode: "CL" }],
          },
          { name: { formattedName: "Ana", prefix: "Sra.", suffix: "II" } },
        ],
      }),
  },
  {
    name: "reaction",
    tool: "send_reaction",
    args: { to: TO, message_id: WAMID, emoji: "👍" },
    sdk: (client) =>
      client.messages.sendReaction({ phoneNumberId, to: TO, reaction: { messageId: WAMID, emoji: "👍" } }),
  },
  {
    name: "removal of a reaction",
    tool: "send_reaction",
    args: { to: TO, message_id: WAMID, emoji: "" },
    sdk: (client) => client.messages.sendReaction({ phoneNumberId, to: TO, reaction: { messageId: WAMID, emoji: "" } }),
  },
  {
    name: "read mark",
    tool: "mark_message_read",
    args: { message_id: WAMID },
    sdk: (client) => client.messages.markRead({ phoneNumberId, messageId: WAMID }),
  },
  {
    name: "read mark with typing indicator",
    tool: "mark_message_read",
    args: { message_id: WAMID, typing_indicator: true },
    sdk: (client) => client.messages.markRead({ phoneNumberId, messageId: WAMID, typingIndicator: { type: "text" } }),
  },
];

export const SENDS: readonly Case[] = [...TEXTS, ...MEDIA_SENDS, ...OTHERS];
