import type { ServerResponse } from "node:http";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { AuthInfo, McpServerFactory } from "@modelcontextprotocol/server";
import type { Log } from "../log.ts";
import { PATHS } from "./exchange.ts";
import type { Incoming } from "./message.ts";
import type { Release } from "./places.ts";
import { CODES, type Refusal } from "./refusal.ts";
import type { Timers } from "./timers.ts";
import type { Unread } from "./unread.ts";
import type { Message } from "./wire.ts";

/** Proxies cut a connection that is silent for a minute or less. */
const HEARTBEAT_MS = 15_000;

const malformed = { status: 400, code: CODES.invalidRequest };

/** Whom a message is for, and whom it is from. */
export interface Target {
  sessionId: string;
  caller: string;
  authInfo: AuthInfo;
}

/** A GET that was let in; the head of its response is not yet written. */
export interface Opening {
  caller: string;
  outgoing: ServerResponse;
  /** Names the request that opened the session in each of its lines. */
  log: Log;
  /** Called when the session has ended, however that came. */
  onEnd(): void;
}

interface Session extends Opening {
  stream: Stream;
  usedAt: number;
}

export interface SseContext {
  factory: McpServerFactory;
  idleMs: number;
  timers: Timers;
  unread: Unread;
}

/** HTTP+SSE, protocol 2024-11-05 to 2025-11-25: a GET opens a session, POSTs bring its messages. */
export class SseSessions {
  readonly #context: SseContext;
  readonly #sessions = new Map<string, Session>();
  readonly #stopHeart: () => void;

  constructor(context: SseContext) {
    this.#context = context;
    this.#stopHeart = context.timers.every(HEARTBEAT_MS, () => this.#beat());
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Opens a session. It ends with the connection. */
  async open(opening: Opening): Promise<void> {
    const { outgoing, caller, log } = opening;
    const { unread } = this.#context;
    unread.watch(outgoing, caller);
    const stream = new Stream(PATHS.messages, outgoing, unread);
    const session = { ...opening, stream, usedAt: this.#context.timers.now() };
    this.#sessions.set(stream.sessionId, session);
    outgoing.once("close", () => this.#end(session));
    if (outgoing.destroyed) return this.#end(session);
    outgoing.on("error", (error) => log.debug({ error: error.name }, "SSE connection failed"));
    stream.onerror = (error) => log.debug({ error: error.name }, "SSE message failed");
    outgoing.setHeader("x-accel-buffering", "no");
    const server = await this.#context.factory({ era: "legacy" });
    await server.connect(stream);
    log.info("SSE session opened");
  }

  /**
   * Hands a message to a session of this caller. `release` is called when its request has its answer, is cancelled, or
   * the session ends. Whose session an id names is not told: to others it is as unknown as one that never was.
   */
  async deliver(message: Incoming, target: Target, release: Release): Promise<Refusal | undefined> {
    const session = this.#sessions.get(target.sessionId);
    if (session?.caller !== target.caller)
      return { status: 404, code: CODES.unknownSession, message: "Session not found." };
    const { stream } = session;
    const ids = message.requests.map(({ id }) => id);
    if (new Set(ids).size < ids.length) return { ...malformed, message: "Two requests of a batch have the same id." };
    if (ids.some((id) => stream.expects(id)))
      return { ...malformed, message: "A request of this id is still running." };
    session.usedAt = this.#context.timers.now();
    let waiting = ids.length;
    const answered = () => {
      waiting -= 1;
      if (waiting === 0) release();
    };
    for (const id of ids) stream.expect(id, answered);
    try {
      for (const each of message.messages) await stream.handleMessage(each, { authInfo: target.authInfo });
    } catch {
      for (const id of ids) stream.settle(id);
      return { ...malformed, message: "The body is not a JSON-RPC message." };
    }
    for (const each of message.messages) stream.settle(cancelledId(each));
    return undefined;
  }

  /** Ends all sessions: clients see the end of their streams. */
  async close(): Promise<void> {
    this.#stopHeart();
    await Promise.all([...this.#sessions.values()].map(({ stream }) => stream.close()));
  }

  #end({ stream, log, onEnd }: Session): void {
    this.#sessions.delete(stream.sessionId);
    stream.settleAll();
    onEnd();
    log.info("SSE session ended");
  }

  /** Shows every client, and every proxy on the way, that the connection lives; ends the idle sessions. */
  #beat(): void {
    const { timers, idleMs } = this.#context;
    for (const { stream, outgoing, usedAt, log } of this.#sessions.values()) {
      if (outgoing.writableEnded) {
        outgoing.destroy(); // Its client does not even take the end.
      } else if (stream.busy || timers.now() - usedAt < idleMs) {
        outgoing.write(": keep-alive\n\n");
      } else {
        log.info("SSE session was idle");
        void stream.close();
      }
    }
  }
}

/** The SDK's transport, which also knows which requests wait for their answer. */
class Stream extends SSEServerTransport {
  readonly #outgoing: ServerResponse;
  readonly #unread: Unread;
  readonly #waiting = new Map<string | number, Release>();

  constructor(endpoint: string, outgoing: ServerResponse, unread: Unread) {
    super(endpoint, outgoing);
    this.#outgoing = outgoing;
    this.#unread = unread;
  }

  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  expects(id: string | number): boolean {
    return this.#waiting.has(id);
  }

  expect(id: string | number, release: Release): void {
    this.#waiting.set(id, release);
  }

  settle(id: string | number | undefined): void {
    if (id === undefined) return;
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }

  settleAll(): void {
    for (const id of this.#waiting.keys()) this.settle(id);
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    try {
      await super.send(message);
    } finally {
      if (!("method" in message)) this.settle(message.id);
    }
    this.#unread.wrote(this.#outgoing);
  }
}

/** The request that a message cancels: no answer comes for it. */
function cancelledId({ method, params }: Message): string | number | undefined {
  if (method !== "notifications/cancelled" || typeof params !== "object" || params === null) return undefined;
  const id = "requestId" in params ? params.requestId : undefined;
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}
