import { z } from "zod";
import { envelope, recipientFaults, recipientInput } from "../definition/recipient.ts";
import { messageId } from "../definition/schemas.ts";
import { defineSend, message, requestInput, sendResult } from "../definition/send.ts";

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3/u;

/** Families and flags take some ten code points; what is longer is no emoji but a heap of marks. */
const LONGEST_EMOJI = 32;

function isOneEmojiOrNone(text: string): boolean {
  if (text.length > LONGEST_EMOJI) return false;
  const graphemes = [...new Intl.Segmenter().segment(text)];
  return text === "" || (graphemes.length === 1 && EMOJI.test(text));
}

export const sendReaction = defineSend({
  name: "send_reaction",
  title: "React to a message",
  description:
    "Put one emoji on a message of the chat, replacing an earlier reaction; an empty emoji removes it. " +
    "The customer sees it, so the 24-hour rule of send_message applies. The message may be at most 30 days old.",
  scope: "phone_number",
  input: z.strictObject({
    ...recipientInput,
    message_id: messageId.describe("The message to react to: its wamid."),
    emoji: z
      .string()
      .refine(isOneEmojiOrNone, 'must be exactly one emoji, or "" to remove the reaction')
      .describe("One emoji; empty removes the reaction."),
    ...requestInput,
  }),
  check: (args) => recipientFaults(args),
  output: sendResult.meta({ shallow: true }),
  compose({ message_id, emoji, ...args }, { kapso, phoneNumberId }) {
    const body = {
      ...envelope(args),
      type: "reaction",
      reaction: { message_id, emoji },
    };
    return message({ phoneNumberId, body, post: (options) => kapso.messages.send(phoneNumberId, body, options) });
  },
});
