import type { IncomingHttpHeaders } from "node:http";
import { Agent, type Dispatcher, request } from "undici";
import { type CallLimit, callLimit } from "../../kapso/http/limit.ts";
import { ToolError } from "../definition/tool-error.ts";
import { isFetched } from "../definition/web-url.ts";
import { isPublicAddress } from "./address.ts";
import { type Gate, gated, lookup, overTls } from "./dial.ts";
import { brokenRequest, refusedLink } from "./refusal.ts";

const MAX_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Enough for `file-type` to tell what a file is. */
const HEAD_BYTES = 4_100;
const PROGRESS_BYTES = 1024 * 1024;
/** A file may have 100 MB, and is in memory until it is uploaded. */
const MAX_AT_ONCE = 4;

export interface WebFile {
  bytes: Uint8Array;
  /** As the server says, which may be wrong. */
  contentType: string;
  /** The last part of the link's path; empty where it is no file name. */
  filename: string;
}

/** What the caller wants to know and to decide while a file comes. */
export interface Visitor {
  signal: AbortSignal;
  maxBytes: number;
  /** The most bytes wanted of a file that begins so. Throws where it is not wanted at all. */
  bound(head: Uint8Array): Promise<number>;
  progress(done: number, total?: number): Promise<void>;
}

/** The public web, for links that a model names: https on public addresses, no credentials, everything bounded. */
export class PublicWeb {
  readonly #gate: Gate;
  readonly #timeoutMs: number;
  #running = 0;

  constructor(options: Partial<Gate> & { timeoutMs?: number } = {}) {
    this.#gate = { lookup, isPublic: isPublicAddress, dial: overTls(), ...options };
    // A client gives a call up after a minute, and the file has yet to be uploaded.
    this.#timeoutMs = options.timeoutMs ?? 40_000;
  }

  /** @throws ToolError that names the reason, `visitor.bound`'s own error, or whatever cut a call that was cancelled. */
  async fetch(link: string, visitor: Visitor): Promise<WebFile> {
    if (this.#running >= MAX_AT_ONCE) {
      throw refusedLink(`this server is fetching ${MAX_AT_ONCE} other files`, "Try again in a moment.");
    }
    this.#running += 1;
    const limit = callLimit(this.#timeoutMs, [visitor.signal]);
    const agent = new Agent({ connect: gated(this.#gate), headersTimeout: 10_000, bodyTimeout: 10_000 });
    try {
      return await follow(link, visitor, agent, limit);
    } catch (cause) {
      if (limit.cutBy() === "timeout") {
        throw refusedLink(`the file did not come within ${Math.ceil(this.#timeoutMs / 1000)} s`, undefined, cause);
      }
      throw cause;
    } finally {
      this.#running -= 1;
      limit.release();
      await agent.destroy();
    }
  }
}

async function follow(link: string, visitor: Visitor, agent: Agent, limit: CallLimit): Promise<WebFile> {
  let url = new URL(link);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    try {
      const response = await limit.race(ask(url, agent, limit));
      response.body.on("error", () => {}); // A body that is given up fails, with nobody else listening.
      const { statusCode, headers } = response;
      if (!REDIRECTS.includes(statusCode)) return await read(response, url, visitor, limit);
      response.body.destroy();
      url = target(headers, url);
    } catch (cause) {
      if (cause instanceof ToolError || limit.cutBy() !== undefined) throw cause;
      throw brokenRequest(cause, redirects > 0);
    }
  }
  throw refusedLink(`is redirected more than ${MAX_REDIRECTS} times`);
}

function ask(url: URL, dispatcher: Agent, { signal }: CallLimit): Promise<Dispatcher.ResponseData> {
  if (!isFetched(url)) throw refusedLink("must be an https:// URL on the usual port, without user and password");
  // Bytes as they are: what is packed could unpack to more than any bound.
  const headers = { accept: "*/*", "accept-encoding": "identity", "user-agent": "kapso-whatsapp-mcp" };
  return request(url, { dispatcher, headers, signal });
}

function target({ location }: IncomingHttpHeaders, from: URL): URL {
  const next = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (next !== undefined && isFetched(next)) return next;
  throw refusedLink("is redirected to something else than an https:// URL on the usual port");
}

async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  url: URL,
  visitor: Visitor,
  limit: CallLimit,
): Promise<WebFile> {
  try {
    if (statusCode !== 200) throw refusedLink(`its host answered with HTTP ${statusCode} in place of a file`);
    if (!/^(?:identity)?$/i.test(String(headers["content-encoding"] ?? ""))) {
      throw refusedLink("its host sent the file packed, though it was asked not to");
    }
    const bytes = await limit.race(readBytes(body, Number(headers["content-length"] ?? 0), visitor));
    return { bytes, contentType: headers["content-type"]?.toString() ?? "", filename: filenameOf(url) };
  } finally {
    body.destroy();
  }
}

/** Reads up to the bound, which is known as soon as the head of the file is there. */
async function readBytes(body: AsyncIterable<unknown>, announced: number, visitor: Visitor): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const total = announced > 0 ? announced : undefined;
  let size = 0;
  let told = 0;
  let maxBytes = visitor.maxBytes;
  let headSeen = false;
  const check = () => {
    if (Math.max(size, announced) > maxBytes) {
      throw refusedLink(`the file is larger than ${maxBytes} bytes, the most that WhatsApp takes of its type`);
    }
  };
  check();
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    chunks.push(chunk);
    if (!headSeen && size >= HEAD_BYTES) {
      headSeen = true;
      maxBytes = Math.min(maxBytes, await visitor.bound(Buffer.concat(chunks, size)));
    }
    check();
    if (size - told >= PROGRESS_BYTES) {
      told = size;
      await visitor.progress(size, total);
    }
  }
  return Buffer.concat(chunks, size);
}

function filenameOf({ pathname }: URL): string {
  const [, last = ""] = /([^/]*)$/.exec(pathname) ?? [];
  const name = decoded(last).replace(/[/\\\p{C}]/gu, "");
  return /^[^.].*\.[A-Za-z0-9]{1,5}$/.test(name) && name.length <= 240 ? name : "";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The one of this process. */
export const publicWeb = new PublicWeb();
