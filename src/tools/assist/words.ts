import type { Message } from "../../kapso/types.ts";
import { toMessage } from "../records/message.ts";

const QUOTED_LENGTH = 80;

type Told = ReturnType<typeof toMessage>;

/** What a message said, in one text: what has no words of its own is told by what it holds. */
export function wordsOf(message: Message): string | undefined {
  return inWords(toMessage(message));
}

export function inWords({ reply, text, flow_response, location, contacts, order }: Told): string | undefined {
  if (reply?.title) return reply.title;
  if (flow_response) return JSON.stringify(flow_response);
  if (order) return JSON.stringify(order);
  if (text) return text;
  if (location) {
    const { latitude, longitude, name, address } = location;
    return [`${latitude}, ${longitude}`, name, address].filter(Boolean).join("; ");
  }
  return contacts && JSON.stringify(contacts);
}

/** The beginning of a quoted message, or what it was. */
export function quote(message: Message): string {
  const words = [...(wordsOf(message) ?? `[${message.type}]`)];
  return words.length > QUOTED_LENGTH ? `${words.slice(0, QUOTED_LENGTH).join("")}...` : words.join("");
}
