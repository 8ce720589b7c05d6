import type { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Admission } from "./admission.ts";
import type { Behind } from "./behind.ts";
import { copyHeaders, type Exchange, originOfExchange, PATHS } from "./exchange.ts";
import { type Incoming, readMessage } from "./message.ts";
import type { Release } from "./places.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { SseSessions } from "./sse.ts";
import type { Unread } from "./unread.ts";

/** Takes a POST with messages. What it takes up here is given back when what it asked for has ended. */
export async function takePost(exchange: Exchange, maxBytes: number, behind: Behind): Promise<Response> {
  const { admission } = behind;
  const { caller } = exchange.var;
  const refusal = await admission.admitPost(caller);
  if (refusal !== undefined) return late(exchange, refuse(refusal), behind);
  const body = admission.body(caller);
  const incoming = await readMessage(exchange.env.incoming, { maxBytes, admit: body.admit });
  if (incoming instanceof Response) {
    body.release();
    const over = await admission.admitOther(caller);
    return late(exchange, over === undefined ? incoming : refuse(over), behind);
  }
  const places = await admit(caller, incoming, admission);
  if (typeof places !== "function") {
    body.release();
    return late(exchange, refuse(places, incoming.id), behind);
  }
  const release = () => {
    places();
    body.release();
  };
  return exchange.req.path === PATHS.mcp
    ? answerMcp(exchange, incoming, release, behind)
    : takeSse(exchange, incoming, release, behind.sse);
}

/** A body that is larger is not read to its end when its caller asks too much: the connection ends with the answer. */
const WORTH_READING = 64 * 1024;

/** An answer to a caller who asks too much is held back for a while; any other goes as it is. */
async function late(exchange: Exchange, answer: Response, { admission, holdMs }: Behind): Promise<Response> {
  if (answer.status !== 429) return answer;
  const { incoming, outgoing } = exchange.env;
  await admission.hold(exchange.var.caller, holdMs);
  const isShort = Number(incoming.headers["content-length"]) <= WORTH_READING;
  if (!incoming.complete && !isShort) {
    outgoing.shouldKeepAlive = false;
    outgoing.once("finish", () => incoming.destroy());
  }
  return answer;
}

/** A place for each request. Notifications and answers need none: they end what runs, and must come through. */
async function admit(caller: string, { requests }: Incoming, admission: Admission): Promise<Release | Refusal> {
  if (requests.length === 0) return (await admission.admitOther(caller)) ?? (() => undefined);
  return admission.admitCalls(caller, requests.length);
}

/** The answer can be a stream; its end, or that of the connection, ends the exchange. */
async function answerMcp(
  exchange: Exchange,
  { body }: Incoming,
  release: Release,
  { mcp, unread }: Behind,
): Promise<Response> {
  const { outgoing } = exchange.env;
  outgoing.once("close", release);
  if (outgoing.destroyed) release();
  const answer = await mcp.fetch(exchange.req.raw, { parsedBody: body, authInfo: originOfExchange(exchange) });
  if (!answer.ok || answer.body === null) return answer;
  copyHeaders(exchange);
  unread.watch(outgoing, exchange.var.caller);
  await write(answer, outgoing, unread).catch(() => outgoing.destroy()); // Cut off, the client sees that it is not whole.
  return RESPONSE_ALREADY_SENT;
}

async function takeSse(exchange: Exchange, incoming: Incoming, release: Release, sse: SseSessions): Promise<Response> {
  const target = {
    sessionId: exchange.req.query("sessionId") ?? "",
    caller: exchange.var.caller,
    authInfo: originOfExchange(exchange),
  };
  const refusal = await sse.deliver(incoming, target, release);
  if (refusal !== undefined || incoming.requests.length === 0) release();
  if (refusal !== undefined) return refuse(refusal, incoming.id);
  copyHeaders(exchange);
  exchange.env.outgoing.writeHead(202, { "content-type": "text/plain" }).end("Accepted");
  return RESPONSE_ALREADY_SENT;
}

/** Writes an answer without waiting for its reader: what is not read is then all in one place, where it is bounded. */
async function write(answer: Response, outgoing: ServerResponse, unread: Unread): Promise<void> {
  const headers = Object.fromEntries(answer.headers);
  if (!headers["content-type"]?.startsWith("text/event-stream")) {
    const bytes = Buffer.from(await answer.arrayBuffer());
    outgoing.writeHead(answer.status, { ...headers, "content-length": bytes.length }).end(bytes);
    unread.wrote(outgoing);
    return;
  }
  outgoing.writeHead(answer.status, headers).flushHeaders();
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
  // A client that goes ends what still runs for it. A stream that failed meanwhile has nothing left to end.
  outgoing.once("close", () => void reader.cancel().catch(() => undefined));
  for (let next = await reader.read(); !next.done && !outgoing.destroyed; next = await reader.read()) {
    outgoing.write(next.value);
    unread.wrote(outgoing);
  }
  outgoing.end();
}
