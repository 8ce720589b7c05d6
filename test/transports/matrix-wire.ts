import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** A JSON-RPC message as it stands on the wire. */
export interface Message {
  jsonrpc?: "2.0";
  id?: number | string;
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: raw protocol messages
  params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: raw protocol messages
  result?: any;
  error?: { code: number; message: string };
}

/** One connection of one transport, with no SDK in it. */
export interface Wire {
  /** Set by whoever listens. */
  receive: (message: Message) => void;
  /** Set once the handshake has settled it; HTTP names it in a header from then on. */
  revision?: string;
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}

/** Lines on the pipes of a child. */
export function stdioWire(stdin: Writable, stdout: Readable, close: () => Promise<void>): Wire {
  const wire: Wire = {
    receive: () => undefined,
    async send(message) {
      stdin.write(`${JSON.stringify(message)}\n`);
    },
    close,
  };
  createInterface({ input: stdout }).on("line", (line) => wire.receive(JSON.parse(line)));
  return wire;
}

/** HTTP+SSE: one GET whose stream brings every message, and a POST for each that goes out. */
export async function sseWire(origin: string): Promise<Wire> {
  const abort = new AbortController();
  const stream = await fetch(`${origin}/sse`, { signal: abort.signal });
  const events = sseEvents(stream);
  const first = await events.next();
  if (first.done || first.value.event !== "endpoint") throw new Error("the stream does not begin with its endpoint");
  const endpoint = new URL(first.value.data, origin);
  const wire: Wire = {
    receive: () => undefined,
    async send(message) {
      const answer = await post(endpoint, message, {});
      if (answer.status !== 202) throw new Error(`POST to the session answered ${answer.status}`);
    },
    async close() {
      abort.abort();
      await reading;
    },
  };
  const reading = forward(events, wire);
  return wire;
}

/** Streamable HTTP: a POST for each message, whose response is a message or a stream of them. */
export function mcpWire(origin: string): Wire {
  const abort = new AbortController();
  const wire: Wire = {
    receive: () => undefined,
    async send(message) {
      // Clients of 2025-03-26 send no header: it came with 2025-06-18.
      const { revision = "" } = wire;
      const named = revision >= "2025-06-18" && { "mcp-protocol-version": revision };
      const headers = { accept: "application/json, text/event-stream", ...named };
      const answer = await post(new URL("/mcp", origin), message, headers, abort.signal);
      if (answer.status === 202) return;
      if (!answer.ok) throw new Error(`POST answered ${answer.status}: ${await answer.text()}`);
      const streamed = answer.headers.get("content-type")?.startsWith("text/event-stream");
      if (streamed) void forward(sseEvents(answer), wire);
      else wire.receive((await answer.json()) as Message);
    },
    async close() {
      abort.abort();
    },
  };
  return wire;
}

function post(url: URL, message: Message, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(message),
    ...(signal !== undefined && { signal }),
  });
}

async function forward(events: AsyncGenerator<SseMessage>, wire: Wire): Promise<void> {
  try {
    for await (const { event, data } of events) {
      if (event === "message" && data !== "") wire.receive(JSON.parse(data));
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
  }
}

interface SseMessage {
  event: string;
  data: string;
}

async function* sseEvents({ body }: Response): AsyncGenerator<SseMessage> {
  if (body === null) return;
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      yield { event: field("event") ?? "message", data: field("data") ?? "" };
    }
  }
}
