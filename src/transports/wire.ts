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
  const parsed = typeof args === "string" ? parseJson(args) : undefined;
  const read = isObject(parsed) ? parsed : args;
  return { ...rest, ...(read !== undefined && { arguments: read }) };
}

export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

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
