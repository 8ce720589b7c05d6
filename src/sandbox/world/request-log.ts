/** What reached the API, as `GET /_sandbox/requests` shows it. */
export interface RecordedRequest {
  /** Counts from 1. */
  number: number;
  /** On the sandbox clock. */
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  /** Values of secret headers are replaced by `[secret]`. */
  headers: Record<string, string>;
  /** Parsed JSON, the parts of a form, else text; null without a body. */
  body: unknown;
  /** Null until the answer left, and for a connection that was cut. */
  status: number | null;
}

const SECRET = new Set(["x-api-key", "authorization", "cookie", "proxy-authorization"]);
const KEPT = 1000;

export class RequestLog {
  #requests: RecordedRequest[] = [];
  #count = 0;

  add(request: Omit<RecordedRequest, "number" | "status">): RecordedRequest {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, SECRET.has(name) ? "[secret]" : value]),
    );
    const recorded: RecordedRequest = { ...request, headers, number: ++this.#count, status: null };
    this.#requests.push(recorded);
    if (this.#requests.length > KEPT) this.#requests.shift();
    return recorded;
  }

  all(): RecordedRequest[] {
    return [...this.#requests];
  }

  clear(): void {
    this.#requests = [];
  }
}
