import { Transform, Writable } from "node:stream";
import { type McpServerFactory, STDIO_DEFAULT_MAX_BUFFER_SIZE } from "@modelcontextprotocol/server";
import { type StdioServerHandle, StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Log } from "../log.ts";
import { parseJson, readWire, withoutByteOrderMark } from "./wire.ts";

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
    const input = readableLines((id, error) => void this.send({ jsonrpc: "2.0", id, error }));
    super(process.stdin.pipe(input), protocolOutput());
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

type Answer = (id: string | number, error: { code: number; message: string }) => void;

/**
 * The lines of stdin as the SDK takes them, a message each: those of a batch one after the other. Of what cannot be
 * handed on, requests whose id can be read get their answer, and the rest goes.
 */
function readableLines(answer: Answer): Transform {
  let begun: Buffer[] = [];
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
        const line = Buffer.concat([...begun, chunk.subarray(from, end)]).toString("utf8");
        for (const text of readLine(line, answer)) this.push(`${text}\n`);
        begun = [];
        bytes = 0;
        from = end + 1;
      }
      begun.push(chunk.subarray(from));
      bytes += chunk.length - from;
      // The SDK ends a connection whose line never ends.
      if (bytes > STDIO_DEFAULT_MAX_BUFFER_SIZE) for (const part of begun.splice(0)) this.push(part);
      done();
    },
  });
}

function readLine(line: string, answer: Answer): string[] {
  const text = withoutByteOrderMark(line);
  const json = parseJson(text);
  const values: unknown[] = Array.isArray(json) ? json : [json];
  return values.flatMap((value) => {
    const read = value === undefined ? undefined : readWire(value);
    if (read === undefined) return [];
    if ("message" in read) return [read.message === json ? text : JSON.stringify(read.message)];
    const { id, error } = read.answer;
    if (id !== null) answer(id, error);
    return [];
  });
}
