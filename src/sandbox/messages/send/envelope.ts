import { z } from "zod";
import { text } from "./check.ts";

/** What every send has beside its payload (messages.md section 1). Unknown keys are ignored, as Meta ignores them. */

export const MESSAGE_TYPES = [
  "text",
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contacts",
  "interactive",
  "template",
  "reaction",
] as const;

export type MessageType = (typeof MESSAGE_TYPES)[number];

const isMessageType = (value: string): value is MessageType => MESSAGE_TYPES.some((type) => type === value);

export const messagingProduct = z.literal("whatsapp", { error: "must be one of {WHATSAPP}" });

/** A text needs no type: Meta's public examples leave it out. */
const messageType = z
  .string()
  .default("text")
  .transform((value, context) => {
    if (isMessageType(value)) return value;
    context.addIssue({
      code: "custom",
      message: `must be one of {${MESSAGE_TYPES.join(", ")}}`,
      params: { code: 131051 },
    });
    return z.NEVER;
  });

export const envelope = z
  .object({
    messaging_product: messagingProduct,
    recipient_type: z
      .enum(["individual", "group"], { error: "must be one of {individual, group}" })
      .default("individual"),
    to: z.string().optional(),
    recipient: z.string().optional(),
    type: messageType,
    context: z.object({ message_id: text(256) }).optional(),
    biz_opaque_callback_data: text(512, 0).optional(),
    recipient_identity_key_hash: z.string().optional(),
    messaging_account_id: z.string().optional(),
    paid_messaging_account_id: z.string().optional(),
  })
  .superRefine(({ to, recipient }, context) => {
    if ((to ?? "") !== "" || (recipient ?? "") !== "") return;
    context.addIssue({ code: "custom", path: ["to"], message: "or recipient is required", params: { code: 131008 } });
  });

export type Envelope = z.infer<typeof envelope>;
