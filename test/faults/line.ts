import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Sandbox } from "../../src/sandbox/index.ts";

/** What the sandbox answered, read to its end. */
export interface Real {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Passing {
  request: IncomingMessage;
  response: ServerResponse;
  /** Which of the troubled requests this is, from 1. */
  count: number;
  /** Lets the request take effect. */
  pass(): Promise<Real>;
}

/** What the line does with a request. */
export type Trouble = (passing: Passing) => void | Promise<void>;

/** Hands the true answer back. */
export const good: Trouble = async ({ response, pass }) => give(response, await pass());

export function give(response: ServerResponse, { status, headers, body }: Real): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(body);
}

/** A port that the system hands to nobody: between closing and opening again, no other test takes it. */
const belowTheOthers = () => 20_000 + Math.floor(Math.random() * 10_000);

/** The line between the server and the sandbox, on which things go wrong. */
export class Line {
  readonly #server: Server = createServer((request, response) => {
    // A request that was given up may reach the sandbox after its test, which has closed it.
    this.#take(request, response).catch(() => response.destroy());
  });
  #trouble: { method: string; act: Trouble; count: number } | undefined;
  /** What went by, as method and path. */
  readonly seen: string[] = [];
  sandbox: Sandbox | undefined;
  #port = 0;

  async open(): Promise<void> {
    const anew = this.#port === 0;
    for (;;) {
      if (anew) this.#port = belowTheOthers();
      try {
        this.#server.listen(this.#port, "127.0.0.1");
        await once(this.#server, "listening");
        break;
      } catch (error) {
        if (!anew || !(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
      }
    }
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get baseUrl(): string {
    return `${this.#origin}/api/meta`;
  }

  /** From now on, requests of this method meet the trouble. */
  trouble(method: string, act: Trouble): void {
    this.#trouble = { method, act, count: 0 };
    this.seen.length = 0;
  }

  mend(): void {
    this.#trouble = undefined;
  }

  /** Ends every connection and listens no more, until it is opened again. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    // A client of another process has long heard of it by the time of its next request; one of this process needs a turn.
    await setImmediate();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The time is the sandbox's to tell.
    response.sendDate = false;
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET", url = "/" } = request;
    this.seen.push(`${method} ${url}`);
    const pass = () => this.#pass(request, Buffer.concat(chunks));
    const trouble = this.#trouble?.method === method ? this.#trouble : undefined;
    if (trouble !== undefined) trouble.count += 1;
    await (trouble?.act ?? good)({ request, response, count: trouble?.count ?? 0, pass });
  }

  async #pass({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer): Promise<Real> {
    const kept = Object.entries(headers).filter(([name]) => !/^(host|connection|content-length|transfer-)/.test(name));
    const answer = await fetch(new URL(url, this.sandbox?.origin), {
      method,
      headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const wanted = ["content-type", "date", "retry-after"];
    const own = [...answer.headers].filter(([name]) => wanted.includes(name));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const links = /json/.test(answer.headers.get("content-type") ?? "");
    return {
      status: answer.status,
      headers: Object.fromEntries(own),
      // Links in answers lead over the line as well.
      body: links ? Buffer.from(bytes.toString("utf8").replaceAll(this.sandbox?.origin ?? "", this.#origin)) : bytes,
    };
  }
}
