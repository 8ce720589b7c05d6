import { z } from "zod";
import { present } from "../records/present.ts";
import type { Fault } from "./faults.ts";
import { bsuid, chars, messageId, recipientPhone } from "./schemas.ts";

/** Whom a send goes to: exactly one of the two (contract messages.md section 1). */
export const recipientInput = {
  to: recipientPhone.optional().describe("The customer's number with country code, such as +5511987650042."),
  recipient: bsuid.optional().describe("Instead of to: the customer's business-scoped user id."),
};

/** The other address of a message of text or media. */
export const groupId = z.string().refine((id) => /^[A-Za-z0-9+/=_.@-]{1,256}$/.test(id), "must be a group id");

/** What every send may carry beside its payload. */
export const envelopeInput = {
  reply_to_message_id: messageId.optional().describe("Quote this message: its wamid."),
  biz_opaque_callback_data: chars(1, 512).optional().describe("Returned to the business in status webhooks only."),
};

interface Recipient {
  to?: string;
  recipient?: string;
  group_id?: string;
}

export function recipientFaults(args: Recipient, names: readonly (keyof Recipient)[] = ["to", "recipient"]): Fault[] {
  const given = names.filter((name) => args[name] !== undefined);
  if (given.length === 1) return [];
  const choice = `exactly one of ${names.join(", ")}`;
  const [first = "to"] = names;
  return [
    {
      path: [given[1] ?? first],
      message: `give ${choice}${given.length > 1 ? ", not several" : ""}`,
    },
  ];
}

interface Envelope extends Recipient {
  reply_to_message_id?: string;
  biz_opaque_callback_data?: string;
}

/** The envelope of `POST /{phone_number_id}/messages`, without the payload. */
export function envelope(args: Envelope) {
  return {
    messaging_product: "whatsapp" as const,
    recipient_type: args.group_id === undefined ? ("individual" as const) : ("group" as const),
    ...present({ to: args.to ?? args.group_id, recipient: args.recipient }),
    ...(args.reply_to_message_id !== undefined && {
      context: { message_id: args.reply_to_message_id },
    }),
    ...present({ biz_opaque_callback_data: args.biz_opaque_callback_data }),
  };
}
