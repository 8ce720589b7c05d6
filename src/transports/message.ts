import type { IncomingMessage } from "node:http";
import { isJsonContentType } from "@modelcontextprotocol/server";
import { CODES, type Refusal, type RpcId, refuse } from "./refusal.ts";
import { type Message, MOST_VALUES, parseJson, readWire, type Wired, withoutByteOrderMark } from "./wire.ts";

/** What a POST brings. */
export interface Incoming {
  /** A message, or the messages of a batch, which older revisions have. */
  body: Message | Message[];
  messages: Message[];
  /** Its JSON-RPC requests: what asks for work and gets an answer. */
  requests: { id: string | number }[];
  /** The request that a refusal answers; null where there is not exactly one. */
  id: RpcId;
}

const NOT_JSON = `The body is not JSON, or it is nested too deeply, or has more than ${MOST_VALUES} values.`;

/** How much of a body is taken. */
export interface BodyBounds {
  maxBytes: number;
  /** Asked for each piece, before it is kept. */
  admit(bytes: number): Refusal | undefined;
}

/** Reads a POST's JSON within its bound, once for all that look at it; what cannot be handed on has its answer. */
export async function readMessage(request: IncomingMessage, bounds: BodyBounds): Promise<Incoming | Response> {
  if (!isJsonContentType(request.headers["content-type"] ?? null)) {
    return refuse({ status: 415, message: "Content-Type must be application/json." });
  }
  const text = await readText(request, bounds);
  if (typeof text !== "string") return refuse(text);
  const json = parseJson(withoutByteOrderMark(text), MOST_VALUES);
  if (json === undefined) return refuse({ status: 400, code: CODES.parseError, message: NOT_JSON });
  const isBatch = Array.isArray(json);
  const read = (isBatch ? json : [json]).map(readWire);
  const refusal = refusalOf(read, isBatch);
  if (refusal !== undefined) return Response.json(refusal, { status: 400 });
  if (read.length > 0 && read.every((each) => each === undefined)) return new Response(null, { status: 202 });
  const messages = read.flatMap((each) => (each !== undefined && "message" in each ? [each.message] : []));
  const [first = {}] = messages;
  const requests = messages.flatMap(toRequest);
  return { body: isBatch ? messages : first, messages, requests, id: isBatch ? null : (requests[0]?.id ?? null) };
}

/** The answers where a message cannot be handed on: nothing of its batch is then, and each of its requests hears so. */
function refusalOf(read: readonly Wired[], isBatch: boolean): object | undefined {
  const answers = read.flatMap((each) => (each !== undefined && "answer" in each ? [each.answer] : []));
  const [first] = answers;
  if (first === undefined || !isBatch) return first;
  const error = {
    code: CODES.invalidRequest,
    message: "Nothing was done: another message of this batch is no request.",
  };
  const others = read.flatMap((each) => (each !== undefined && "message" in each ? toRequest(each.message) : []));
  return [...answers, ...others.map(({ id }) => ({ jsonrpc: "2.0", id, error }))];
}

function readText(request: IncomingMessage, { maxBytes, admit }: BodyBounds): Promise<string | Refusal> {
  const tooLarge = { status: 413, message: `The body is larger than ${maxBytes} bytes.` };
  if (Number(request.headers["content-length"]) > maxBytes) return Promise.resolve(tooLarge);
  const chunks: Buffer[] = [];
  let size = 0;
  let refusal: Refusal | undefined;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      refusal ??= size > maxBytes ? tooLarge : admit(chunk.byteLength);
      if (refusal === undefined) chunks.push(chunk);
      else resolve(refusal); // What follows is dropped: the answer may be read, and the next request.
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("close", () =>
      resolve({ status: 400, code: CODES.parseError, message: "The body could not be read." }),
    );
    request.once("error", () => undefined); // Its close follows.
  });
}

function toRequest({ id, method }: Message): Incoming["requests"] {
  return method !== undefined && (typeof id === "string" || typeof id === "number") ? [{ id }] : [];
}
