import type { IncomingMessage } from "node:http";
import { isJsonContentType } from "@modelcontextprotocol/server";
import { CODES, type Refusal, type RpcId } from "./refusal.ts";

/** What a POST brings. */
export interface Incoming {
  body: unknown;
  /** Its JSON-RPC requests: what asks for work and gets an answer. A batch of an older revision has several. */
  requests: { id: string | number }[];
  /** The request that a refusal answers; null where there is not exactly one. */
  id: RpcId;
}

/** Reads a POST's JSON within its bound, once for all that look at it. */
export async function readMessage(request: IncomingMessage, maxBytes: number): Promise<Incoming | Refusal> {
  if (!isJsonContentType(request.headers["content-type"] ?? null)) {
    return { status: 415, message: "Content-Type must be application/json." };
  }
  const text = await readText(request, maxBytes);
  if (typeof text !== "string") return text;
  const body = parse(text);
  if (body === undefined) return { status: 400, code: CODES.parseError, message: "The body is not JSON." };
  const requests = (Array.isArray(body) ? body : [body]).flatMap(toRequest);
  return { body, requests, id: Array.isArray(body) ? null : (requests[0]?.id ?? null) };
}

function readText(request: IncomingMessage, maxBytes: number): Promise<string | Refusal> {
  const tooLarge = { status: 413, message: `The body is larger than ${maxBytes} bytes.` };
  if (Number(request.headers["content-length"]) > maxBytes) return Promise.resolve(tooLarge);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes)
        resolve(tooLarge); // What follows is dropped: the answer may be read, and the next request.
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("close", () =>
      resolve({ status: 400, code: CODES.parseError, message: "The body could not be read." }),
    );
    request.once("error", () => undefined); // Its close follows.
  });
}

/** Looks no closer than needed: what counts as a request here and is none in the SDK's eyes gets its refusal there. */
function toRequest(message: unknown): Incoming["requests"] {
  if (typeof message !== "object" || message === null || !("id" in message) || !("method" in message)) return [];
  const { id, method } = message;
  if (typeof method !== "string" || (typeof id !== "string" && typeof id !== "number")) return [];
  return [{ id }];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
