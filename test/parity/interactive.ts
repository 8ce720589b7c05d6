import { EXAMPLES } from "../tools/contract/interactive-args.ts";
import { contractExamples } from "../tools/direct.ts";
import { PHONE } from "../tools/scripted-stage.ts";
import { type Case, LINK, MEDIA, TO, WAMID } from "./case.ts";

const phoneNumberId = PHONE;
const kind = (name: string, args: Record<string, unknown>) => ({
  tool: "send_interactive_message",
  args: { to: TO, kind: name, body: "Confirma?", ...args },
});
const message = { phoneNumberId, to: TO, bodyText: "Confirma?" };

const REPLIES: Case[] = [
  {
    name: "buttons under an image",
    ...kind("button", {
      header_type: "image",
      header_media_id: MEDIA,
      footer: "Clínica",
      buttons: [
        { id: "yes", title: "Sim" },
        { id: "no", title: "Não" },
      ],
      reply_to_message_id: WAMID,
      biz_opaque_callback_data: "x",
    }),
    sdk: (client) =>
      client.messages.sendInteractiveButtons({
        ...message,
        header: { type: "image", image: { id: MEDIA } },
        footerText: "Clínica",
        buttons: [
          { id: "yes", title: "Sim" },
          { id: "no", title: "Não" },
        ],
        contextMessageId: WAMID,
        bizOpaqueCallbackData: "x",
      }),
  },
  {
    name: "buttons under a video",
    ...kind("button", { header_type: "video", header_link: LINK, buttons: [{ id: "yes", title: "Sim" }] }),
    sdk: (client) =>
      client.messages.sendInteractiveButtons({
        ...message,
        header: { type: "video", video: { link: LINK } },
        buttons: [{ id: "yes", title: "Sim" }],
      }),
  },
  {
    name: "buttons under a document with a name",
    ...kind("button", {
      header_type: "document",
      header_link: LINK,
      header_filename: "nota.pdf",
      buttons: [{ id: "yes", title: "Sim" }],
    }),
    sdk: (client) => {
      const document = { link: LINK, filename: "nota.pdf" };
      const buttons = [{ id: "yes", title: "Sim" }];
      return client.messages.sendInteractiveButtons({ ...message, header: { type: "document", document }, buttons });
    },
    differences: [
      {
        at: "body.interactive.header.document.filename",
        ours: "nota.pdf",
        why: "messages.md 7: a document header may have a filename; the SDK drops it.",
      },
    ],
  },
  {
    name: "list",
    ...kind("list", {
      header_text: "Horários",
      footer: "Niebla",
      button_text: "Ver",
      sections: [
        { title: "Manhã", rows: [{ id: "a", title: "09:30", description: "Com Marisol" }] },
        { title: "Tarde", rows: [{ id: "b", title: "16:00" }] },
      ],
    }),
    sdk: (client) =>
      client.messages.sendInteractiveList({
        ...message,
        header: { type: "text", text: "Horários" },
        footerText: "Niebla",
        buttonText: "Ver",
        sections: [
          { title: "Manhã", rows: [{ id: "a", title: "09:30", description: "Com Marisol" }] },
          { title: "Tarde", rows: [{ id: "b", title: "16:00" }] },
        ],
      }),
  },
  {
    name: "URL button",
    ...kind("cta_url", {
      header_text: "Pago",
      footer: "f",
      button_text: "Pagar",
      url: "https://pay.niebla.example/?a=b",
    }),
    sdk: (client) =>
      client.messages.sendInteractiveCtaUrl({
        ...message,
        header: { type: "text", text: "Pago" },
        footerText: "f",
        parameters: { displayText: "Pagar", url: "https://pay.niebla.example/?a=b" },
      }),
  },
];

const REQUESTS: Case[] = [
  {
    name: "location request",
    ...kind("location_request_message", {}),
    sdk: (client) =>
      client.messages.sendInteractiveLocationRequest({ ...message, parameters: { requestMessage: "Confirma?" } }),
    differences: [
      {
        at: "body.interactive.action.parameters",
        theirs: { request_message: "Confirma?" },
        why: "messages.md 7.4: neither Meta nor Kapso documents parameters.request_message: do not send.",
      },
    ],
  },
  {
    name: "call permission request",
    ...kind("call_permission_request", {}),
    sdk: (client) =>
      client.messages.sendInteractiveCallPermission({ ...message, parameters: { phoneNumber: TO, callPurpose: "p" } }),
    differences: [
      {
        at: "body.interactive.action.parameters",
        theirs: { phone_number: TO, call_purpose: "p" },
        why: "messages.md 7.12: the action has its name and nothing else; the SDK's parameters are undocumented.",
      },
    ],
  },
  {
    name: "address",
    ...kind("address_message", {
      to: "+919820011745",
      footer: "f",
      address: {
        values: { name: "Ananya", phone_number: "+919820011745", in_pin_code: "40006" },
        saved_addresses: [
          { id: "home", value: { house_number: "4", building_name: "Sea View", landmark_area: "Pier" } },
        ],
        validation_errors: { in_pin_code: "A PIN code has six digits." },
      },
    }),
    sdk: (client) =>
      client.messages.sendInteractiveAddress({
        ...message,
        to: "+919820011745",
        footerText: "f",
        parameters: {
          country: "IN",
          values: { name: "Ananya", phoneNumber: "+919820011745", inPinCode: "40006" },
          savedAddresses: [{ id: "home", value: { houseNumber: "4", buildingName: "Sea View", landmarkArea: "Pier" } }],
          validationErrors: { inPinCode: "A PIN code has six digits." },
        },
      }),
  },
];

const EXAMPLE = contractExamples("interactive") as Record<
  string,
  { to?: string; recipient?: string; interactive: object }
>;

/** Kinds for which the SDK has only its raw door: the contract's example goes through it as it stands. */
const RAW: Case[] = ["product_carousel", "voice_call", "request_contact_info", "order_details", "order_status"].map(
  (name) => ({
    name: `${name}, raw`,
    tool: "send_interactive_message",
    args: { kind: name, ...EXAMPLES[name] },
    sdk: (client) => {
      const { to = "", recipient, interactive } = EXAMPLE[name]!;
      const address = recipient === undefined ? { to } : { recipient };
      return client.messages.sendInteractiveRaw({ phoneNumberId, ...address, interactive: { ...interactive } });
    },
  }),
);

export const INTERACTIVE: readonly Case[] = [...REPLIES, ...REQUESTS, ...RAW];
