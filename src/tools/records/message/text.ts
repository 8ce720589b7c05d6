import type { Message } from "../../../kapso/message-types.ts";
import { isReply } from "./interactive.ts";
import { captionOf, isMedia } from "./media.ts";
import { rendered } from "./rendering.ts";

/** These say in fields of their own what Kapso's rendering of them repeats. */
const RENDERED_ELSEWHERE = ["location", "contacts", "reaction", "order", "button", "system"];

/** The words of a message that is no file; where the record has none of its own, what Kapso rendered. */
export function textOf(message: Message): string | undefined {
  if (isMedia(message)) return undefined;
  const { text, button, interactive, order, system, kapso } = message;
  const own = [
    text?.body,
    button?.text,
    interactive?.body?.text,
    // Of a flow it is the word that WhatsApp puts in place of the answers.
    interactive?.nfm_reply?.name === "flow" ? undefined : interactive?.nfm_reply?.body,
    order?.text ?? order?.order_text ?? kapso?.order_text,
    system?.body,
    editedText(message),
  ].find((words) => typeof words === "string" && words !== "");
  if (own) return own;
  if (RENDERED_ELSEWHERE.includes(message.type) || (interactive && isReply(interactive))) return undefined;
  const summary = kapso?.message_type_data?.["body_text"];
  return rendered(message) ?? (typeof summary === "string" ? summary : undefined);
}

/** What an edit made of the message: its new text, or its new caption. */
function editedText({ edit }: Message): string | undefined {
  if (!edit?.message) return undefined;
  const edited: Message = { ...edit.message, id: "", timestamp: "", type: edit.message.type ?? "" };
  return textOf(edited) ?? captionOf(edited);
}
