import type { HttpStage } from "./http-stage.ts";

export interface SseEvent {
  event: string;
  data: string;
  /** A line that begins with a colon: a sign of life. */
  comment?: string;
}

/** An SSE connection read by hand. */
export class SseStream {
  readonly response: Response;
  readonly #abort: AbortController;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #rest = "";

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.#reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  }

  static async open(stage: HttpStage, token?: string): Promise<SseStream> {
    const abort = new AbortController();
    return new SseStream(await stage.fetch("/sse", { signal: abort.signal }, token), abort);
  }

  /** The next event or comment; undefined at the end. */
  async next(): Promise<SseEvent | undefined> {
    while (!this.#rest.includes("\n\n")) {
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#rest += value;
    }
    const [block = "", ...rest] = this.#rest.split("\n\n");
    this.#rest = rest.join("\n\n");
    if (block.startsWith(":")) return { event: "", data: "", comment: block.slice(1).trim() };
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
    return { event: field("event"), data: field("data") };
  }

  /** Vanishes, as a process that was killed does. */
  vanish(): void {
    this.#abort.abort();
  }
}
