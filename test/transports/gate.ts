import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sandbox } from "../../src/sandbox/index.ts";

/** A request that stands still between the server under test and the sandbox. */
export interface Held {
  readonly arrived: Promise<IncomingMessage>;
  /** Settles when the caller's side of the connection is gone. */
  readonly cut: Promise<unknown>;
  /** Lets it through. */
  release(): void;
}

/** Stands in front of a sandbox and holds requests back until told, so that tests need not wait and hope. */
export class Gate {
  readonly #target: URL;
  readonly #server = createServer((incoming, outgoing) => this.#take(incoming, outgoing));
  #holds: { path: RegExp; take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> }[] = [];
  /** What went by, as method and path. */
  readonly seen: { method: string; path: string; headers: IncomingMessage["headers"] }[] = [];

  constructor(sandbox: Sandbox) {
    this.#target = new URL(sandbox.baseUrl);
  }

  async open(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.#target.pathname}`;
  }

  /** Holds the next request whose path matches. */
  hold(path: RegExp): Held {
    const arrived = deferred<IncomingMessage>();
    const cut = deferred<unknown>();
    const released = deferred<void>();
    this.#holds.push({
      path,
      take(incoming, outgoing) {
        outgoing.once("close", () => cut.resolve(undefined));
        arrived.resolve(incoming);
        return released.promise;
      },
    });
    return { arrived: arrived.promise, cut: cut.promise, release: released.resolve };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    this.seen.push({ method, path: url, headers });
    const hold = this.#holds.find(({ path }) => path.test(url));
    this.#holds = this.#holds.filter((each) => each !== hold);
    await hold?.take(incoming, outgoing);
    const { hostname, port } = this.#target;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
