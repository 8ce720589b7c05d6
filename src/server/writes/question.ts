import { isRecord } from "../../kapso/http/json.ts";
import { isGroup, type Outgoing } from "../../tools/definition/outgoing.ts";
import type { Tool } from "../../tools/definition/tool.ts";
import { quoted } from "../../tools/definition/untrusted.ts";

/** What a person is asked about: a send as it would leave, or a call with its target. */
export interface Deed {
  tool: Tool;
  /** The id of the number or the account that it is about; empty where the arguments say. */
  scopeId: string;
  args: Record<string, unknown>;
  outgoing?: Outgoing | undefined;
}

/** Lines that say whom and what it is about, in their order, and what is done there. */
interface Told {
  target: [name: string, value: unknown][];
  content: Record<string, unknown>;
}

/** A dialogue shows so much of a target, and of the content. */
const TARGET_LENGTH = 200;
const CONTENT_LENGTH = 600;

/**
 * The question as a person reads it: the target first, in an order that no caller chooses, then the links, then the content
 * with both its ends. All of it is in quotes, and what no screen shows is made visible.
 */
export function questionOf(deed: Deed): string {
  const { target, content } = deed.outgoing === undefined ? aboutCall(deed) : aboutSend(deed.outgoing);
  return [
    `${deed.tool.title}?`,
    ...target.flatMap(([name, value]) => (isNothing(value) ? [] : [`${name}: ${visible(value, TARGET_LENGTH)}`])),
    ...linksIn(content),
    ...Object.keys(content)
      .sort()
      .flatMap((name) => (isNothing(content[name]) ? [] : [`${name}: ${visible(content[name], CONTENT_LENGTH)}`])),
  ].join("\n");
}

function aboutSend(outgoing: Outgoing): Told {
  if (outgoing.kind === "request") {
    const { path, query = {}, body = {} } = outgoing.request;
    const { to, recipient, group_id, ...content } = Object.fromEntries(Object.entries(body));
    const target: Told["target"] = [
      ["path", path],
      ["to", to],
      ["recipient", recipient],
      ["group_id", group_id],
    ];
    return {
      target: [...target, ["query", Object.keys(query).length > 0 ? query : undefined]],
      content: { body: content },
    };
  }
  const { phoneNumberId, to, body } = outgoing;
  return {
    target: [
      ["from number", phoneNumberId],
      [`to ${isGroup(outgoing) ? "group" : "customer"}`, to],
      ["in answer to", body.context?.message_id],
    ],
    content: { [body.type]: body[body.type] },
  };
}

/** Arguments that name people and things; the rest is what is done to them. */
const NAMES = /^(?:path|to|recipient|phone_number|users|query|\w+_id|\w*name)$/;

function aboutCall({ scopeId, args }: Deed): Told {
  const names = Object.keys(args).sort();
  return {
    target: [
      ["of", scopeId === "" ? undefined : scopeId],
      ...names.filter((name) => NAMES.test(name)).map((name): [string, unknown] => [name, args[name]]),
    ],
    content: Object.fromEntries(names.filter((name) => !NAMES.test(name)).map((name) => [name, args[name]])),
  };
}

const isNothing = (value: unknown) => value === undefined || (isRecord(value) && Object.keys(value).length === 0);

/** Links are told before the text that holds them, and can be hidden in none. */
const MOST_LINKS = 5;
const LINK_LENGTH = 120;

function linksIn(content: unknown): string[] {
  const links = [
    ...new Set(textsIn(content).flatMap((text) => text.match(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi) ?? [])),
  ].sort();
  const rest = links.length - MOST_LINKS;
  return [
    ...links.slice(0, MOST_LINKS).map((link) => `link: ${visible(link, LINK_LENGTH)}`),
    ...(rest > 0 ? [`and ${rest} more links`] : []),
  ];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** In quotes, keys in order, with runs of white space counted; of what is long both ends, and how long it is. */
function visible(value: unknown, most: number): string {
  const text = quoted(ordered(value))
    .replace(/[\p{Zs}]{3,}/gu, (run) => `[${run.length} spaces]`)
    .replace(/(?:\\[nrt]\s*){3,}/g, (run) => `[${run.match(/\\/g)?.length} line ends]`)
    .replace(/(?! )\p{Zs}/gu, (space) => `\\u${space.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (text.length <= most) return text;
  const head = Math.floor((most * 2) / 3);
  return `${text.slice(0, head)} [...] ${text.slice(head - most)} (${text.length} characters)`;
}

/** The same value, whatever the order of its keys was. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, ordered(value[key])]),
  );
}
