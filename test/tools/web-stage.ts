import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, connect, isIP, type LookupFunction, type Server } from "node:net";
import type { Dial } from "../../src/tools/web/dial.ts";
import { PublicWeb } from "../../src/tools/web/public-web.ts";

/** Where the site stands on the public internet, as far as the gate can tell. */
export const SITE = "93.184.215.14";

export interface WebStage {
  web: PublicWeb;
  /** Answers by path. */
  pages: Map<string, RequestListener>;
  /** What names resolve to, one answer after the other; the last one stays. */
  names: Map<string, string[]>;
  /** Every request that reached the site. */
  requests: { host: string | undefined; path: string; headers: IncomingMessage["headers"]; dropped: Promise<void> }[];
  /** Names that were looked up. */
  lookups: string[];
  /** Connections to addresses that are not the site's: there must be none. */
  trapped: string[];
  /** The same web with other rules. */
  with(options: ConstructorParameters<typeof PublicWeb>[0]): PublicWeb;
  reset(): void;
  close(): Promise<void>;
}

/**
 * A public site, and a trap on loopback that takes every connection to any other address. Names and addresses are
 * judged by the product's own rules; only the last step is the stage's: plain sockets to ports that are free.
 */
export async function startWeb(): Promise<WebStage> {
  const pages: WebStage["pages"] = new Map();
  const names: WebStage["names"] = new Map();
  const requests: WebStage["requests"] = [];
  const lookups: string[] = [];
  const trapped: string[] = [];

  const site = createServer((request, response) => {
    const path = request.url ?? "";
    const dropped = new Promise<void>((resolve) => response.once("close", resolve));
    requests.push({ host: request.headers.host, path, headers: request.headers, dropped });
    const page = pages.get(path) ?? ((_, answer) => answer.writeHead(404).end());
    page(request, response);
  });
  const trap = createServer((_, response) => response.end("secret"));
  trap.on("connection", (socket) => trapped.push(String(socket.localAddress)));
  const [sitePort, trapPort] = [await listen(site), await listen(trap)];

  const lookup: LookupFunction = (hostname, options, callback) => {
    lookups.push(hostname);
    const answers = names.get(hostname);
    const answer = answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
    if (answer === undefined) return callback(Object.assign(new Error("none"), { code: "ENOTFOUND" }), []);
    const found = answer.split(",").map((address) => ({ address, family: isIP(address) }));
    if (options.all) return callback(null, found);
    callback(null, found[0]!.address, found[0]!.family);
  };
  const dial: Dial = (resolve) => (options, callback) => {
    const open = (address: string) => {
      const to = address === SITE ? { host: "127.0.0.1", port: sitePort } : { host: address, port: trapPort };
      const socket = connect(to);
      socket.once("connect", () => callback(null, socket));
      socket.once("error", (error) => callback(error, null));
    };
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0) return open(host);
    resolve(host, { all: false }, (error, address) => {
      if (error) callback(error, null);
      else open(String(address));
    });
  };

  return {
    web: new PublicWeb({ lookup, dial }),
    pages,
    names,
    requests,
    lookups,
    trapped,
    with: (options) => new PublicWeb({ lookup, dial, ...options }),
    reset() {
      pages.clear();
      names.clear();
      names.set("files.example", [SITE]);
      for (const list of [requests, lookups, trapped]) list.length = 0;
    },
    async close() {
      for (const server of [site, trap]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A page that is a file. */
export function file(bytes: string | Uint8Array, type: string, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => void response.writeHead(200, { "content-type": type, ...headers }).end(bytes);
}

export function redirect(location: string, status = 302): RequestListener {
  return (_, response) => void response.writeHead(status, { location, connection: "close" }).end();
}

/** Writes a beginning, and then the same again until the reader goes away. Counts what was written. */
export function endless(head: Uint8Array, filling: Uint8Array, type = "image/png") {
  const written = { bytes: 0, stopped: false };
  const page = (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { "content-type": type });
    response.once("close", () => {
      written.stopped = true;
    });
    response.write(head);
    const more = () => {
      while (!response.destroyed) {
        written.bytes += filling.length;
        if (!response.write(filling)) return void response.once("drain", more);
      }
    };
    more();
  };
  return { page, written };
}
