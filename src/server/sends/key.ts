import { createHash } from "node:crypto";
import type { Outgoing, OutgoingMessage } from "../../tools/definition/outgoing.ts";
import { cleanText } from "../../tools/definition/untrusted.ts";

/**
 * What a send is known by. Two sends with one `slot` and one `content` are the same send. The slot of a message is its
 * content; that of a reaction is the message it stands on, where one emoji takes the place of another.
 */
export interface SendKey {
  slot: string;
  content: string;
}

/** `person` is the recipient in the one spelling under which the ledger knows it. */
export function sendKey(outgoing: Outgoing, person: string): SendKey {
  const content =
    outgoing.kind === "message"
      ? hash([outgoing.phoneNumberId, person, whatTheCustomerSees(outgoing)])
      : digest(["request", outgoing.request.path.replace(/^\//, ""), outgoing.request.query, outgoing.request.body]);
  const target = reactedTo(outgoing);
  return { slot: target === undefined ? content : hash([outgoing.phoneNumberId, person, "reaction", target]), content };
}

/** The type's own object and the quoted message. Not the route, callback data or settings: nobody reads those. */
function whatTheCustomerSees({ body }: OutgoingMessage): unknown {
  return [body.type, body[body.type], body.context?.message_id];
}

function reactedTo(outgoing: Outgoing): string | undefined {
  if (outgoing.kind !== "message" || outgoing.body.type !== "reaction") return undefined;
  return JSON.stringify(pick(outgoing.body["reaction"], "message_id"));
}

function pick(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function hash(parts: readonly unknown[]): string {
  return digest(parts.map(normal));
}

/** Keys in order, all else as it is: what a value means to an unknown path, nobody knows. */
function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts, inOrder)).digest("base64url");
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * One form for what reads the same: no defaults spelt out, texts composed, trimmed, with one kind of line end and of space,
 * and without what nobody sees.
 */
function normal(value: unknown): unknown {
  if (typeof value === "string") {
    return cleanText(value.normalize("NFC").replace(/\r\n?/g, "\n"))
      .text.replace(/\p{Zs}/gu, " ")
      .trim();
  }
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  const told = Object.entries(value).filter(([, part]) => part !== undefined && part !== false && part !== null);
  return Object.fromEntries(told.map(([key, part]) => [key, normal(part)]));
}
