import type { Message } from "../../kapso/message-types.ts";
import { toMessage } from "../records/message.ts";

const QUOTED_LENGTH = 80;

type Told = ReturnType<typeof toMessage>;

/** What a message said, in one text: what has no words of its own is told by what it holds. */
export function wordsOf(message: Message): string | undefined {
  return inWords(toMessage(message));
}

export function inWords(told: Told): string | undefined {
  const { reply, text, caption, transcript, flow_response, location, contacts, order, call_permission } = told;
  if (reply?.title) return [reply.title, reply.description].filter(Boolean).join(": ");
  if (order) return JSON.stringify(order);
  const words = [offered(told, text), caption, transcript, told.new_wa_id && `New number: ${told.new_wa_id}`];
  const form = flow_response ?? call_permission ?? told.content ?? (text ? undefined : told.template?.parameters);
  const said = [...words, told.unsupported, told.flow_name, form && JSON.stringify(form)].filter(Boolean).join("\n");
  if (said) return said;
  if (location) {
    const { latitude, longitude, name, address, url } = location;
    return [`${latitude}, ${longitude}`, name, address, url].filter(Boolean).join("; ");
  }
  return contacts && JSON.stringify(contacts);
}

/** A message of ours with all that the customer saw of it, and in brackets what there was to choose from. */
function offered({ offers }: Told, text: string | undefined): string | undefined {
  if (offers === undefined) return text;
  const { kind, header, footer, button, choices, action } = offers;
  const titles = choices?.map(({ section, title, description }) =>
    [section, title, description].filter((part) => typeof part === "string").join(": "),
  );
  const choice = [button, titles?.join(" | ")].filter(Boolean).join(": ");
  const other = !titles && (action ? JSON.stringify(action) : `[${kind}]`);
  return [header, text, footer, choice && `[${choice}]`, other].filter(Boolean).join("\n");
}

/** The beginning of a quoted message, or what it was. */
export function quote(message: Message): string {
  const told = toMessage(message);
  const words = [...(told.text ?? told.caption ?? inWords(told) ?? `[${message.type}]`)];
  return words.length > QUOTED_LENGTH ? `${words.slice(0, QUOTED_LENGTH).join("")}...` : words.join("");
}
