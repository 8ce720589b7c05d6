import { z } from "zod";
import { envelope, recipientFaults, recipientInput, sendResult, toSendResult } from "./recipient.ts";
import { messageId } from "./schemas.ts";
import { defineTool } from "./tool.ts";

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3/u;

/** Families and flags take some ten code points; what is longer is no emoji but a heap of marks. */
const LONGEST_EMOJI = 32;

function isOneEmojiOrNone(text: string): boolean {
  if (text.length > LONGEST_EMOJI) return false;
  const graphemes = [...new Intl.Segmenter().segment(text)];
  return text === "" || (graphemes.length === 1 && EMOJI.test(text));
}

const sendReaction = defineTool({
  name: "send_reaction",
  title: "React to a message",
  description:
    "Put one emoji on a message of the chat, replacing an earlier reaction; an empty emoji removes it. " +
    "The customer sees it, so the 24-hour rule of send_message applies. The message may be at most 30 days old.",
  scope: "phone_number",
  effect: "send",
  input: z.strictObject({
    ...recipientInput,
    message_id: messageId.describe("The message to react to: its wamid."),
    emoji: z
      .string()
      .refine(isOneEmojiOrNone, 'must be exactly one emoji, or "" to remove the reaction')
      .describe("One emoji; empty removes the reaction."),
  }),
  check: (args) => recipientFaults(args),
  output: sendResult,
  async run({ message_id, emoji, ...args }, { kapso, phoneNumberId, signal }) {
    const body = {
      ...envelope(args),
      type: "reaction",
      reaction: { message_id, emoji },
    };
    return toSendResult(await kapso.messages.send(phoneNumberId, body, { signal }), args);
  },
});

export default [sendReaction];
