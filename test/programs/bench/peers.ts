import { createInterface } from "node:readline";
import { Agent, request } from "undici";
import { type Child, stop } from "./children.ts";

/** Clients that cost next to nothing themselves: frames as they stand on the wire, and no SDK. */

export type TransportName = "stdio" | "SSE" | "/mcp 2025-11-25" | "/mcp 2026-07-28";

// biome-ignore lint/suspicious/noExplicitAny: raw protocol frames
type Frame = any;

export interface Peer {
  /** The result, or an error of the protocol thrown. */
  request(method: string, params?: object): Promise<Frame>;
  call(name: string, args: object): Promise<Frame>;
  close(): Promise<void>;
}

const OLD = "2025-11-25";
const NEW = "2026-07-28";
const me = { name: "bench", version: "0.0.0" };

/** Sends frames, and gives each answer to whoever waits for it. */
class Session implements Peer {
  #lastId = 0;
  readonly #waiting = new Map<number, (frame: Frame) => void>();
  #ended = false;
  readonly #send: (frame: object) => unknown;
  readonly close: () => Promise<void>;

  constructor(send: (frame: object) => unknown, close: () => Promise<void>) {
    this.#send = send;
    this.close = close;
  }

  take(frame: Frame): void {
    const waiting = this.#waiting.get(frame.id);
    this.#waiting.delete(frame.id);
    waiting?.(frame);
  }

  /** Nobody is there any more to answer. */
  end(): void {
    this.#ended = true;
    for (const id of this.#waiting.keys()) this.take({ id, error: "the connection ended" });
  }

  async request(method: string, params: object = {}): Promise<Frame> {
    if (this.#ended) throw new Error("the connection has ended");
    const id = ++this.#lastId;
    const answer = new Promise<Frame>((resolve) => this.#waiting.set(id, resolve));
    await this.#send({ jsonrpc: "2.0", id, method, params });
    return resultOf(await answer);
  }

  call(name: string, args: object): Promise<Frame> {
    return this.request("tools/call", { name, arguments: args });
  }

  async open(): Promise<this> {
    await this.request("initialize", { protocolVersion: OLD, capabilities: {}, clientInfo: me });
    await this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return this;
  }
}

function resultOf({ result, error }: Frame): Frame {
  if (result === undefined) throw new Error(`the server answered ${JSON.stringify(error)}`);
  return result;
}

export async function stdioPeer(child: Child): Promise<Peer> {
  const session = new Session(
    (frame) => child.stdin.write(`${JSON.stringify(frame)}\n`),
    () => stop(child),
  );
  createInterface({ input: child.stdout }).on("line", (line) => session.take(JSON.parse(line)));
  child.once("exit", () => session.end());
  return session.open();
}

export async function ssePeer(origin: string): Promise<Peer> {
  const agent = new Agent({ bodyTimeout: 0 });
  const { body } = await request(`${origin}/sse`, { dispatcher: agent });
  body.on("error", () => undefined);
  body.setEncoding("utf8");
  let endpoint = "";
  const session = new Session(
    async (frame) => {
      const answer = await post(agent, new URL(endpoint, origin).href, frame, {});
      if (answer.status !== 202) throw new Error(`POST to the session answered ${answer.status}`);
    },
    () => agent.destroy(),
  );
  const ready = new Promise<void>((resolve, reject) => {
    body.once("close", () => reject(new Error("the stream ended")));
    let rest = "";
    body.on("data", (chunk: string) => {
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const { event, data } = read(block);
        if (event === "endpoint") {
          endpoint = data;
          resolve();
        } else if (data !== "") session.take(JSON.parse(data));
      }
    });
  });
  await ready;
  return session.open();
}

/** Streamable HTTP, sessionless on both sides; of 2025-11-25 with its handshake, of 2026-07-28 without. */
export async function mcpPeer(origin: string, revision: typeof OLD | typeof NEW): Promise<Peer> {
  const agent = new Agent();
  let lastId = 0;
  const modern = revision === NEW;
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": NEW,
    "io.modelcontextprotocol/clientInfo": me,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const ask = async (method: string, params: object = {}) => {
    const headers: Record<string, string> = {
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": revision,
    };
    if (modern) headers["mcp-method"] = method;
    if (modern && "name" in params) headers["mcp-name"] = String(params.name);
    const frame = { jsonrpc: "2.0", id: ++lastId, method, params: modern ? { ...params, _meta } : params };
    const { text, type } = await post(agent, `${origin}/mcp`, frame, headers);
    return resultOf(JSON.parse(type.startsWith("text/event-stream") ? lastEvent(text) : text));
  };
  if (!modern) await ask("initialize", { protocolVersion: OLD, capabilities: {}, clientInfo: me });
  return {
    request: ask,
    call: (name, args) => ask("tools/call", { name, arguments: args }),
    close: () => agent.destroy(),
  };
}

async function post(agent: Agent, url: string, frame: object, headers: Record<string, string>) {
  const answer = await request(url, {
    dispatcher: agent,
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(frame),
  });
  const type = String(answer.headers["content-type"] ?? "");
  return { status: answer.statusCode, type, text: await answer.body.text() };
}

function lastEvent(text: string): string {
  const events = text.split("\n\n").map(read);
  return events.findLast(({ data }) => data !== "")?.data ?? "{}";
}

function read(block: string): { event: string; data: string } {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
  return { event: field("event") ?? "message", data: field("data") ?? "" };
}
