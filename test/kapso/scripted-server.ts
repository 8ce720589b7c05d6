import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { createKapso, type Kapso, type KapsoConfig, type RequestEvent } from "../../src/kapso/client.ts";

/** A request as it arrived. */
export interface Seen {
  method: string;
  /** With the query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Resolves when the client drops the connection. */
  dropped: Promise<void>;
}

export type Step = (request: IncomingMessage, response: ServerResponse) => void;

export interface ScriptedServer {
  origin: string;
  port: number;
  requests: Seen[];
  /** Adds answers; each request takes the next one. */
  script(...steps: Step[]): void;
  /** Resolves when this many requests have arrived. */
  arrived(count: number): Promise<void>;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A real HTTP server on loopback that gives the scripted answers one after the other; closed after the test. */
export async function serve(...first: Step[]): Promise<ScriptedServer> {
  const steps = [...first];
  const requests: Seen[] = [];
  const server = createServer((request, response) => {
    const dropped = new Promise<void>((resolve) => response.once("close", resolve));
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString("latin1"), dropped });
      (steps.shift() ?? text(418, "no answer scripted"))(request, response);
    });
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    script: (...more) => void steps.push(...more),
    async arrived(count) {
      while (requests.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

export function text(status: number, body: string | Buffer, headers: Record<string, string> = {}): Step {
  return (_, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers });
    response.end(body);
  };
}

/** The connection breaks once the request is read, with no answer. */
export const reset: Step = (request) => void request.socket.resetAndDestroy();

/** No answer ever. */
export const hang: Step = () => {};

/** A head that promises more than the body brings, then the end of the connection. */
export function cutOff(status = 200, begin = '{"data":['): Step {
  return (request, response) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": "5000" });
    response.write(begin, () => request.socket.destroy());
  };
}

/** An answer that waits until it is let go. */
export function held(step: Step): { step: Step; letGo: () => void } {
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { step: (request, response) => void free.then(() => step(request, response)), letGo };
}

export const KEY = "kapso-key-4f8b1c0d9e";
export const PHONE = "418290563317745";

export interface Rig {
  kapso: Kapso;
  /** The waits that were asked for, in order. None of them takes time. */
  sleeps: number[];
  events: RequestEvent[];
}

/** A client of a server, with no real waiting: full jitter gives its upper bound, and sends have no spacing. */
export function connect(server: { origin: string }, config: Partial<KapsoConfig> = {}): Rig {
  const sleeps: number[] = [];
  const events: RequestEvent[] = [];
  const kapso = createKapso({
    baseUrl: `${server.origin}/api/meta`,
    graphVersion: "v23.0",
    apiKey: KEY,
    random: () => 1,
    sendSpacingMs: 0,
    sleep: async (ms) => void sleeps.push(ms),
    onRequest: (event) => events.push(event),
    ...config,
  });
  open.push(async () => void (await kapso.close({ drainMs: 0 })));
  return { kapso, sleeps, events };
}

export const textMessage = (to: string, body = "hi") =>
  ({ messaging_product: "whatsapp", to, type: "text", text: { body } }) as const;

export const accepted = (id = "wamid.OUT1") =>
  json(200, { messaging_product: "whatsapp", contacts: [{ input: "x", wa_id: "x" }], messages: [{ id }] });

export const emptyList = json(200, { data: [], paging: { cursors: { before: null, after: null } } });
