import { z } from "zod";
import { readPhone, waIdOf } from "../contacts/phone.ts";
import { dig, digText, isObject, type JsonObject } from "../http/json.ts";
import { type InboundDraft, receiveMessage } from "../store/activity.ts";
import type { ContactRow, MessageRow } from "../store/rows.ts";
import type { Store } from "../store/store.ts";
import { partOf } from "../templates/shape.ts";

/** How somebody answers the next message that they get (`POST /_sandbox/answers`). Each answer is given once. */
export const plannedAnswer = z
  .strictObject({
    /** The customer: a number, or a business-scoped user id. */
    from: z.string().min(1),
    after_seconds: z
      .number()
      .min(0)
      .max(7 * 86_400)
      .default(5),
    text: z.string().min(1).max(4096).optional(),
    /** The title of a button or row of the message, or its place, from 1. */
    choose: z.union([z.string().min(1), z.int().min(1)]).optional(),
    /** The answers of a flow's form. */
    flow: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ text, choose, flow }) => [text, choose, flow].filter((way) => way !== undefined).length === 1, {
    error: "exactly one of text, choose, flow is needed",
  });

export type PlannedAnswer = z.output<typeof plannedAnswer>;

/** Answers that wait for a message. */
export class PlannedAnswers {
  readonly #waiting = new Map<string, PlannedAnswer[]>();

  add(answer: PlannedAnswer): void {
    const key = keyOf(answer.from);
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), answer]);
  }

  /** The first that this person was to give, now used up. */
  take({ waId, userId }: ContactRow): PlannedAnswer | undefined {
    for (const name of [waId, userId]) {
      const [first, ...rest] = (name !== null && this.#waiting.get(name)) || [];
      if (first === undefined || name === null) continue;
      this.#waiting.set(name, rest);
      return first;
    }
    return undefined;
  }
}

function keyOf(address: string): string {
  const phone = readPhone(address);
  return phone === undefined ? address : waIdOf(phone);
}

/** Lets the customer answer a message that was accepted, when the time has come. */
export function giveAnswer(store: Store, message: MessageRow, answer: PlannedAnswer): void {
  store.events.schedule(store.now() + answer.after_seconds * 1_000, () => {
    receiveMessage(store, message.conversation.contact, draftOf(store, message, answer));
  });
}

function draftOf(store: Store, message: MessageRow, { text, choose, flow }: PlannedAnswer): InboundDraft {
  const context = { from: message.conversation.contact.number.digits, id: message.id };
  if (flow !== undefined) {
    const nfm_reply = { name: "flow", body: "Sent", response_json: JSON.stringify(flow) };
    return { type: "interactive", payload: { type: "nfm_reply", nfm_reply }, context };
  }
  const option = choose === undefined ? undefined : chosen(optionsOf(store, message), choose);
  if (option !== undefined) return { ...option, context };
  // Somebody who finds no such button writes what they wanted.
  return { type: "text", payload: { body: text ?? String(choose) } };
}

type Option = Pick<InboundDraft, "type" | "payload"> & { title: string };

function chosen(options: readonly Option[], choose: string | number): Option | undefined {
  return typeof choose === "number" ? options[choose - 1] : options.find(({ title }) => title === choose);
}

function optionsOf(store: Store, { type, payload, conversation }: MessageRow): Option[] {
  if (type === "interactive") return [...buttons(payload), ...rows(payload)];
  if (type !== "template") return [];
  const { businessAccountId } = conversation.contact.number;
  const [name, language] = [digText(payload, "name"), digText(payload, "language", "code")];
  const template = store.templates
    .ofAccount(businessAccountId)
    .find((row) => row.name === name && row.language === language);
  const replies = partOf(template?.components ?? [], "BUTTONS")?.buttons ?? [];
  return replies
    .filter((button) => button.type === "QUICK_REPLY")
    .map(({ text: title = "" }) => ({ title, type: "button", payload: { payload: title, text: title } }));
}

function buttons(payload: unknown): Option[] {
  return list(dig(payload, "action", "buttons")).flatMap(({ reply }) => {
    if (!isObject(reply)) return [];
    return [
      { title: String(reply["title"]), type: "interactive", payload: { type: "button_reply", button_reply: reply } },
    ];
  });
}

function rows(payload: unknown): Option[] {
  return list(dig(payload, "action", "sections"))
    .flatMap((section) => list(section["rows"]))
    .map((row) => ({
      title: String(row["title"]),
      type: "interactive",
      payload: { type: "list_reply", list_reply: row },
    }));
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
