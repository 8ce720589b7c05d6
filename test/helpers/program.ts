import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** Only what a program needs to run: settings come from the test alone. */
export const BARE_ENV: Record<string, string> = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };

export interface Frame {
  jsonrpc?: string;
  id?: number | string;
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: raw protocol frames
  result?: any;
  // biome-ignore lint/suspicious/noExplicitAny: raw protocol frames
  error?: any;
}

/** The built program as a child, spoken to in raw lines. */
export class Program {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdoutLines: string[] = [];
  stderr = "";
  readonly exited: Promise<number | null>;
  #waiting = new Map<number | string, (frame: Frame) => void>();

  constructor(args: string[], env: Record<string, string> = {}, nodeArgs: string[] = []) {
    this.child = spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], { env: { ...BARE_ENV, ...env } });
    this.exited = once(this.child, "close").then(([code]) => code as number | null);
    this.child.stderr.on("data", (chunk) => {
      this.stderr += String(chunk);
    });
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      this.stdoutLines.push(line);
      const frame = parse(line);
      if (frame?.id !== undefined && frame.method === undefined) this.#waiting.get(frame.id)?.(frame);
    });
  }

  write(frame: object): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...frame })}\n`);
  }

  request(id: number, method: string, params: object = {}): Promise<Frame> {
    const answer = this.answerTo(id);
    this.write({ id, method, params });
    return answer;
  }

  /** The answer to a request that is written otherwise. */
  answerTo(id: number): Promise<Frame> {
    return new Promise<Frame>((resolve) => this.#waiting.set(id, resolve));
  }

  /** The 2024/2025 handshake. */
  async initialize(protocolVersion: string): Promise<Frame> {
    const answer = await this.request(0, "initialize", {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: "raw", version: "0" },
    });
    this.write({ method: "notifications/initialized" });
    return answer;
  }

  async logged(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) await Promise.race([once(this.child.stderr, "data"), this.#failOnExit()]);
  }

  async #failOnExit(): Promise<void> {
    const code = await this.exited;
    throw new Error(`the program ended with ${code}: ${this.stderr}`);
  }
}

function parse(line: string): Frame | undefined {
  try {
    return JSON.parse(line) as Frame;
  } catch {
    return undefined;
  }
}
