import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

// One caller that misbehaves, in a process of its own, until it is killed.

export interface Deed {
  kind: string;
  origin: string;
  token: string;
  mediaId: string;
  conversationId: string;
}

const MIB = 1024 * 1024;
/** The process that only asks for the kinds has none, and nothing of it is used. */
const deed: Deed = JSON.parse(
  process.env["DEED"] ?? '{"kind":"","origin":"http://localhost","token":"","mediaId":"","conversationId":""}',
);
const { kind, origin, token, mediaId, conversationId } = deed;
const { hostname, port } = new URL(origin);

const call = (name: string, args: object) => rpc("tools/call", { name, arguments: args });
const rpc = (method: string, params: object = {}) => ({ jsonrpc: "2.0", id: 1, method, params });
const media = rpc("resources/read", { uri: `kapso://media/${mediaId}` });

function head(method: string, path: string, length: number): string {
  return (
    `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n` +
    `accept: application/json, text/event-stream\r\ncontent-length: ${length}\r\n\r\n`
  );
}

async function open(): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** Asks, and reads what comes. */
async function ask(message: unknown): Promise<void> {
  const body = typeof message === "string" ? message : JSON.stringify(message);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const accept = "application/json, text/event-stream";
  const answer = await fetch(`${origin}/mcp`, { method: "POST", body, headers: { ...headers, accept } });
  await answer.arrayBuffer();
}

/** So many at a time, one after the other, for ever. */
async function always(lanes: number, act: () => Promise<unknown>): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (;;) {
        await act().catch(() => undefined);
        await sleep(0);
      }
    }),
  );
}

/** Connections on which something was asked and nothing is read; one that ends is opened again. */
async function hold(count: number, written: string): Promise<void> {
  await always(count, async () => {
    const socket = await open();
    socket.pause();
    socket.write(written);
    // Nothing is read, so that the end is not seen either: they begin anew from time to time.
    await sleep(3_000);
    socket.destroy();
  });
}

const posted = (message: unknown) => {
  const body = JSON.stringify(message);
  return head("POST", "/mcp", Buffer.byteLength(body)) + body;
};

export const MISDEEDS: Record<string, () => Promise<void>> = {
  "reads nothing of 30 answers of 15 MB": () => hold(30, posted(media)),
  "reads answers of 15 MB": () => always(4, () => ask(media)),
  "posts what is no message": () => always(16, () => ask("{")),
  "posts notifications": () => always(16, () => ask({ jsonrpc: "2.0", method: "notifications/initialized" })),
  "posts 3 MB of brackets": () => always(4, () => ask("[".repeat(3 * MIB))),
  "posts 4 MB of one argument": () => always(4, () => ask(call("send_message", { to: "9".repeat(4 * MIB - 500) }))),
  "posts 100,000 arguments": () =>
    always(4, () =>
      ask(call("list_messages", Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`a${i}`, i])))),
    ),
  "posts batches of 100": () =>
    always(4, () => ask(Array.from({ length: 100 }, (_, id) => ({ ...rpc("tools/list"), id })))),
  "leaves 100 bodies of 4 MB unfinished": () => hold(100, head("POST", "/mcp", 4 * MIB) + " ".repeat(4 * MIB - 1)),
  "opens sessions and leaves them": () =>
    always(30, async () => {
      const socket = await open();
      socket.write(head("GET", "/sse", 0));
      await sleep(100);
      socket.destroy();
    }),
  "exports again and again": () => always(8, () => ask(call("export_messages", { conversation_id: conversationId }))),
  "searches all there is": () => always(8, () => ask(call("search_messages", { query: "nothing like this at all" }))),
};

await MISDEEDS[kind]?.();
