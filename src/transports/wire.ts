import { CODES } from "./refusal.ts";

/** A JSON-RPC message whose outer shape is sound. */
export type Message = Record<string, unknown>;
type Id = string | number | null;

/** A JSON-RPC message that can be handed on, or the answer to one that cannot; neither for what gets none. */
export type Wired = { message: Message } | { answer: Refused } | undefined;

interface Refused {
  jsonrpc: "2.0";
  /** Null where it cannot be read. */
  id: Id;
  error: { code: number; message: string };
}

/** PowerShell and some editors put it before what they write. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/**
 * A message as clients put it on the wire, in the form that the protocol asks for: null for what is left out goes, a
 * missing `jsonrpc` comes, and what does not belong goes. Whoever asks for what cannot be read so gets an answer.
 */
export function readWire(value: unknown): Wired {
  if (!isObject(value)) return refused(null, "a message must be a JSON object");
  if ("result" in value || "error" in value) return { message: value };
  const { id: given, method, params } = value;
  const id = idOf(given);
  if (typeof method !== "string") return refused(id, "method must be a string");
  const isNotification = given === undefined || (given === null && method.startsWith("notifications/"));
  if (!isNotification && !isValidId(given)) return refused(id, "id must be a string or an integer");
  if (!isNothing(params) && !isObject(params)) {
    return isNotification ? undefined : refused(id, "params must be an object", CODES.invalidParams);
  }
  if (isSound(value)) return { message: value };
  return {
    message: {
      jsonrpc: "2.0",
      ...(!isNotification && { id }),
      method,
      ...(isObject(params) && { params: readParams(params) }),
    },
  };
}

const KEYS = ["jsonrpc", "id", "method", "params"];

/** Nearly every message is, and then goes on as it came. */
function isSound(message: Message): boolean {
  const { jsonrpc, id, params } = message;
  if (jsonrpc !== "2.0" || id === null || !Object.keys(message).every((key) => KEYS.includes(key))) return false;
  return (
    params === undefined ||
    (isObject(params) && !Object.values(params).some(isNothing) && typeof params["arguments"] !== "string")
  );
}

function refused(id: Id, message: string, code: number = CODES.invalidRequest): Wired {
  return { answer: { jsonrpc: "2.0", id, error: { code, message: `Nothing was done: ${message}.` } } };
}

/** Clients fill what they leave out with null; some write the arguments of a call as a JSON string. */
function readParams(params: Message): Message {
  const { arguments: args, ...rest } = defined(params);
  const parsed = typeof args === "string" ? parseJson(args, MOST_VALUES) : undefined;
  const read = isObject(parsed) ? parsed : args;
  return { ...rest, ...(read !== undefined && { arguments: read }) };
}

/** In a message of a caller whom others must not wait for: more than the arguments of a tool may have. */
export const MOST_VALUES = 50_000;
/** Deeper than any message of the protocol, and than any argument of a tool. */
const MOST_DEPTH = 100;
/**
 * Undefined for what is no JSON, and for what is nested so deeply, or has so many values, that to read it would cost more
 * than it says.
 */
export function parseJson(text: string, mostValues = Number.POSITIVE_INFINITY): unknown {
  if (isTooMuch(text, mostValues)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** One pass over the characters, before anything is made of them. */
function isTooMuch(text: string, mostValues: number): boolean {
  let depth = 0;
  let commas = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) inString = !inString;
    else if (inString) at += char === BACKSLASH ? 1 : 0;
    else if (char === COMMA) commas += 1;
    else if (char === BRACKET || char === BRACE) depth += 1;
    else if (char === BRACKET + 2 || char === BRACE + 2) depth -= 1;
    if (depth > MOST_DEPTH || commas >= mostValues) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b] as const;

function idOf(id: unknown): Id {
  return typeof id === "string" || typeof id === "number" ? id : null;
}

const isValidId = (id: unknown) => typeof id === "string" || Number.isInteger(id);

function defined(members: Message): Message {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isNothing(value)));
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

function isObject(value: unknown): value is Message {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
