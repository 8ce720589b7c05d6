import { Writable } from "node:stream";
import type { McpServerFactory } from "@modelcontextprotocol/server";
import { type StdioServerHandle, StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Log } from "../log.ts";

/**
 * Serves MCP on stdin and stdout, all protocol revisions. `onEnd` is called when the client closes stdin, or the
 * connection ends otherwise; perhaps more than once.
 * From here on stdout carries protocol messages only: what else anything writes there, a dependency's log say, goes
 * to stderr.
 */
export function serveOnStdio(factory: McpServerFactory, log: Log, onEnd: () => void): StdioServerHandle {
  const transport = new EndingTransport(onEnd);
  process.stdin.once("end", onEnd);
  process.stdin.once("close", onEnd);
  return serveStdio(factory, {
    transport,
    onerror: (error) => log.warn({ error: error.name }, "transport error"),
  });
}

/** Answers of so many bytes wait without anybody listening for each of them. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** Tells of its end, whatever ends it: the SDK's closes by itself when a line grows past its bound. */
class EndingTransport extends StdioServerTransport {
  readonly #onEnd: () => void;

  constructor(onEnd: () => void) {
    super(process.stdin, protocolOutput());
    this.#onEnd = onEnd;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#onEnd();
  }
}

function protocolOutput(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  // A client that goes away makes stdout fail; stdin's end then ends the process, so the failure itself says nothing.
  process.stdout.on("error", () => undefined);
  return new Writable({
    decodeStrings: false,
    highWaterMark: MOST_WAITING_BYTES,
    write: (chunk, encoding, done) => {
      write(chunk, encoding, done);
    },
  });
}
