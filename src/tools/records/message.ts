import { z } from "zod";
import type { MediaPart, Message } from "../../kapso/types.ts";
import { kapsoBlock } from "../kapso-fields.ts";
import { freeObject } from "../schemas.ts";
import { plus, present, time } from "./present.ts";

/** A stored message as the model sees it: who, when, what, and the ids that the next step needs. */
export const messageRecord = z.object({
  message_id: z.string(),
  conversation_id: z.string().optional(),
  direction: z.string().optional().describe("inbound (from the customer) or outbound."),
  from: z.string().optional(),
  to: z.string().optional(),
  user_id: z.string().optional().describe("The customer's business-scoped id, where there is one."),
  contact_name: z.string().optional(),
  time: z.string().optional().describe("ISO 8601, UTC."),
  type: z.string(),
  status: z.string().optional().describe("pending, sent, delivered, read or failed; received when inbound."),
  text: z.string().optional().describe("What was said: body, caption, button title or a rendering."),
  reply_to_message_id: z.string().optional(),
  forwarded: z.boolean().optional(),
  media: z
    .object({
      media_id: z.string().optional().describe("For download_media."),
      link: z.string().optional(),
      mime_type: z.string().optional(),
      filename: z.string().optional(),
      bytes: z.number().optional(),
      voice: z.boolean().optional(),
    })
    .optional(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contacts: z.array(freeObject).optional().describe("Shared contact cards."),
  reaction: z
    .object({
      message_id: z.string().optional(),
      emoji: z.string().optional(),
      removed: z.boolean().optional(),
    })
    .optional(),
  reply: z
    .object({
      kind: z.string(),
      id: z.string().optional(),
      title: z.string().optional(),
    })
    .optional()
    .describe("The button or list row that the customer chose."),
  flow_response: freeObject.optional(),
  template: z.object({ name: z.string().optional(), language: z.string().optional() }).optional(),
  order: freeObject.optional(),
  referral: freeObject.optional().describe("The ad that the customer came from."),
  errors: z
    .array(
      z.object({
        code: z.number().optional(),
        title: z.string().optional(),
        details: z.string().optional(),
        next_step: z.string().optional(),
      }),
    )
    .optional(),
  kapso: kapsoBlock,
});

type Projected = z.input<typeof messageRecord>;

/** `advise` says what to do about an error code that the record carries. */
export function toMessage(message: Message, advise?: (code: number) => string | undefined): Projected {
  const { kapso } = message;
  return {
    message_id: message.id,
    ...present({
      conversation_id: kapso?.whatsapp_conversation_id,
      direction: kapso?.direction,
      from: plus(message.from),
      to: plus(message.to),
      user_id: message.from_user_id ?? message.to_user_id,
      contact_name: kapso?.contact_name,
      time: time(message.timestamp),
    }),
    type: message.type,
    ...present({
      status: kapso?.status,
      text: text(message),
      reply_to_message_id: message.context?.id,
      forwarded: message.context?.forwarded || message.context?.frequently_forwarded || undefined,
      media: media(message),
      location: location(message),
      contacts: message.contacts?.map((card) => ({ ...card })),
      reaction: reaction(message),
      reply: reply(message),
      flow_response: kapso?.flow_response ?? flowResponse(message),
      template:
        message.template &&
        present({
          name: message.template.name,
          language: message.template.language?.code,
        }),
      order: message.order && present({ ...message.order }),
      referral: message.referral && present({ ...message.referral }),
      errors: message.errors?.map((error) =>
        present({
          code: error.code,
          title: error.title ?? error.message,
          details: error.error_data?.details,
          next_step: error.code === undefined ? undefined : advise?.(error.code),
        }),
      ),
    }),
  };
}

/** The words themselves where the record has them; Kapso's rendering where it is the only text there is. */
function text(message: Message): string | undefined {
  const own =
    message.text?.body ??
    mediaPart(message)?.caption ??
    message.button?.text ??
    message.interactive?.body?.text ??
    message.order?.text ??
    message.order?.order_text ??
    message.system?.body;
  if (own) return own;
  const rendered = message.kapso?.content;
  const needsRendering =
    message.type === "template" || message.type === "interactive" || message.type === "unsupported";
  return needsRendering && typeof rendered === "string" ? rendered : undefined;
}

function mediaPart(message: Message): MediaPart | undefined {
  return message.image ?? message.video ?? message.audio ?? message.document ?? message.sticker;
}

function media(message: Message): Projected["media"] {
  const part = mediaPart(message);
  if (part == null) return undefined;
  const copy = message.kapso?.media_data;
  return present({
    media_id: part.id,
    link: part.link,
    mime_type: part.mime_type ?? copy?.content_type,
    filename: part.filename ?? (message.document && copy?.filename),
    bytes: copy?.byte_size,
    voice: part.voice || undefined,
  });
}

function location({ location: place }: Message): Projected["location"] {
  if (place == null) return undefined;
  return {
    latitude: Number(place.latitude),
    longitude: Number(place.longitude),
    ...present({ name: place.name, address: place.address }),
  };
}

function reaction({ reaction: part }: Message): Projected["reaction"] {
  return (
    part &&
    present({
      message_id: part.message_id,
      emoji: part.emoji,
      removed: part.emoji ? undefined : true,
    })
  );
}

function reply({ interactive, button }: Message): Projected["reply"] {
  if (button)
    return {
      kind: "template_button",
      ...present({ id: button.payload, title: button.text }),
    };
  const chosen = interactive?.button_reply ?? interactive?.list_reply;
  if (chosen == null || interactive?.type == null) return undefined;
  return {
    kind: interactive.type,
    ...present({ id: chosen.id, title: chosen.title }),
  };
}

function flowResponse({ interactive }: Message): Record<string, unknown> | undefined {
  const json = interactive?.nfm_reply?.response_json;
  if (json == null) return undefined;
  try {
    return freeObject.parse(JSON.parse(json));
  } catch {
    return { response_json: json };
  }
}
