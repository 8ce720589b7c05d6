import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { buildApp, buildStorage } from "./app.ts";
import type { Host } from "./control/app.ts";
import { createWorld } from "./seed/shop.ts";
import { wholeSecond } from "./world/clock.ts";
import type { RecordedRequest } from "./world/request-log.ts";
import type { World } from "./world/world.ts";

export interface SandboxOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** Default `shop`; `empty` has the numbers and templates, and no people. */
  seed?: "shop" | "empty";
  /** How long a pair stays locked after the answer to an accepted send, on the sandbox clock. Default 0. */
  holdMs?: number;
  /** Real time for tests; default Date.now. */
  now?: () => number;
  /** When its clock starts, in milliseconds; default: now, to the second, and anew with each reset. */
  start?: number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The seed's base: `origin` and `/api/meta`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Everything that is stored, for tests to look at. A reset puts a new one in its place. */
  readonly world: World;
  reset(): void;
  advance(seconds: number): void;
  /** What reached the API since the start, the last reset, or the last `DELETE /_sandbox/requests`. */
  requests(): RecordedRequest[];
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Kept-alive connections outlast the pauses of a client, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = "127.0.0.1", port = 0, seed = "shop", holdMs = 0, now = Date.now } = options;
  const makeWorld = () => createWorld({ seed, holdMs, now, start: options.start ?? wholeSecond(Date.now()) });
  let world = makeWorld();
  const running: Host = {
    get world() {
      return world;
    },
    reset() {
      world = makeWorld();
    },
  };
  const storage = await serve(buildStorage(running), host, 0);
  const api = await serve(
    buildApp(running, () => storage.origin),
    host,
    port,
  ).catch(async (error: unknown) => {
    await close(storage.server);
    throw error;
  });
  const { origin } = api;
  return {
    origin,
    baseUrl: `${origin}/api/meta`,
    port: api.port,
    get world() {
      world.settle();
      return world;
    },
    reset: running.reset,
    advance: (seconds) => world.advance(seconds),
    requests: () => world.requests.all(),
    async close() {
      await Promise.all([close(api.server), close(storage.server)]);
    },
  };
}

interface Listening {
  server: Server;
  origin: string;
  port: number;
}

async function serve(app: ReturnType<typeof buildApp>, host: string, port: number): Promise<Listening> {
  // the listener would replace the process's Request and Response, which are other people's too
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const bound = await listen(server, host, port);
  return { server, origin: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`, port: bound };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The sandbox got no port"));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!server.listening) return resolve();
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
