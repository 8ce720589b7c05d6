import { Client, type ClientOptions, type Transport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport as TransportV1 } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Message, Wire } from "./matrix-wire.ts";

export interface Progress {
  progress: number;
  total?: number;
  message?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** What the matrix asks of a client, whichever it is. */
export interface Peer {
  /** The revision that both sides speak. */
  readonly revision: string | undefined;
  tools(): Promise<{ name: string }[]>;
  call(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<Result>;
  close(): Promise<void>;
}

export interface Result {
  content?: unknown;
  structuredContent?: unknown;
  isError?: boolean;
}

/** What every client answers when it is asked. */
const YES = { action: "accept", content: { confirm: true } } as const;
const me = { name: "matrix", version: "0.0.0" };

/** No SDK: the frames of one revision, as its specification has them. */
export class RawPeer implements Peer {
  revision: string | undefined;
  readonly #wire: Wire;
  readonly #waiting = new Map<unknown, (answer: Message) => void>();
  readonly #progress = new Map<unknown, (progress: Progress) => void>();
  #lastId = 0;
  #cancelling = Promise.resolve();

  private constructor(wire: Wire) {
    this.#wire = wire;
    wire.receive = (message) => this.#take(message);
  }

  /** Clients could be asked from 2025-06-18 on. */
  static async open(wire: Wire, revision: string): Promise<RawPeer> {
    const peer = new RawPeer(wire);
    const capabilities = revision >= "2025-06-18" ? { elicitation: {} } : {};
    const answer = await peer.#request("initialize", { protocolVersion: revision, capabilities, clientInfo: me });
    peer.revision = answer.result?.protocolVersion;
    if (peer.revision !== undefined) wire.revision = peer.revision;
    await wire.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return peer;
  }

  async tools(): Promise<{ name: string }[]> {
    return (await this.#request("tools/list", {})).result.tools;
  }

  async call(name: string, args: Record<string, unknown>, { signal, onProgress }: CallOptions = {}): Promise<Result> {
    const id = this.#lastId + 1;
    if (onProgress !== undefined) this.#progress.set(id, onProgress);
    signal?.addEventListener("abort", () => this.#cancel(id), { once: true });
    const meta = onProgress === undefined ? {} : { _meta: { progressToken: id } };
    const { result, error } = await this.#request("tools/call", { name, arguments: args, ...meta });
    if (error !== undefined) throw new Error(error.message);
    return result;
  }

  async close(): Promise<void> {
    await this.#cancelling;
    await this.#wire.close();
  }

  #cancel(requestId: number): void {
    this.#cancelling = this.#wire.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
  }

  async #request(method: string, params: object): Promise<Message> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    await this.#wire.send({ jsonrpc: "2.0", id, method, params });
    return answer;
  }

  #take(message: Message): void {
    if (message.method === undefined) {
      this.#waiting.get(message.id)?.(message);
    } else if (message.method === "notifications/progress") {
      const { progressToken, ...progress } = message.params;
      const listener = this.#progress.get(progressToken);
      if (listener === undefined) throw new Error("progress that nobody asked for");
      listener(progress);
    } else if (message.id !== undefined && message.method === "elicitation/create") {
      void this.#wire.send({ jsonrpc: "2.0", id: message.id, result: YES });
    }
  }
}

function sdkOptions({ signal, onProgress }: CallOptions = {}) {
  return { ...(signal !== undefined && { signal }), ...(onProgress !== undefined && { onprogress: onProgress }) };
}

/** The SDK that hosts had until 2026. */
export async function v1Peer(transport: TransportV1): Promise<Peer> {
  const client = new ClientV1(me, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () => YES);
  const negotiated = spyOnRevision(transport);
  await client.connect(transport);
  return {
    revision: negotiated(),
    tools: async () => (await client.listTools()).tools,
    async call(name, args, options) {
      const { content, structuredContent, isError } = await client.callTool(
        { name, arguments: args },
        undefined,
        sdkOptions(options),
      );
      return { content, structuredContent, isError: isError === true };
    },
    close: () => client.close(),
  };
}

/** Its client keeps the revision to itself, and tells it to transports that must name it; stdio's need not. */
function spyOnRevision(transport: TransportV1): () => string | undefined {
  let revision: string | undefined;
  const told = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    revision = version;
    told?.(version);
  };
  return () => revision;
}

type Mode = NonNullable<NonNullable<ClientOptions["versionNegotiation"]>["mode"]>;

/** The SDK of today. */
export async function v2Peer(transport: Transport, mode: Mode): Promise<Peer> {
  const client = new Client(me, { capabilities: { elicitation: {} }, versionNegotiation: { mode } });
  client.setRequestHandler("elicitation/create", () => YES);
  await client.connect(transport);
  return {
    revision: client.getNegotiatedProtocolVersion(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, args, options) => client.callTool({ name, arguments: args }, sdkOptions(options)),
    close: () => client.close(),
  };
}
