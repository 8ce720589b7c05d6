import { SANDBOX, type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";
import { NOON } from "../helpers/noon.ts";
import { assertValidExchange } from "../judge/recorder.ts";

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape the judge has checked
  body: any;
  headers: Headers;
}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Default the shop's key; null for none. */
  key?: string | null;
  /** Default `/api/meta/v23.0`. */
  base?: string;
  /** Skips the contract's judge, for answers that are wrong on purpose and routes that it does not know. */
  unjudged?: boolean;
}

export interface Api {
  sandbox: Sandbox;
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  get(path: string, options?: CallOptions): Promise<Reply>;
  /** To the first number, with `messaging_product` filled in. */
  send(message: Record<string, unknown>, options?: CallOptions): Promise<Reply>;
  text(to: string, body?: string): Promise<Reply>;
  control(method: string, route: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export const NUMBER = `/${SANDBOX.phoneNumberId}`;

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A sandbox whose clock stands still, and a client that has each answer judged by the contract. */
export async function openApi(options: SandboxOptions = {}): Promise<Api> {
  const sandbox = await startSandbox({ now: () => 0, start: NOON, ...options });
  async function call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const { body, headers, key = SANDBOX.apiKey, base = "/api/meta/v23.0", unjudged = false } = options;
    const url = `${sandbox.origin}${base}${path}`;
    const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: { ...(key !== null && { "X-API-Key": key }), ...headers },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    if (!unjudged) {
      const judged = typeof sent === "string" ? sent : undefined;
      assertValidExchange(method, url, response.status, text, response.headers, judged);
    }
    return { status: response.status, body: read(text), headers: response.headers };
  }
  const send: Api["send"] = (message, options) =>
    call("POST", `${NUMBER}/messages`, { ...options, body: { messaging_product: "whatsapp", ...message } });
  return {
    sandbox,
    call,
    get: (path, options) => call("GET", path, options),
    send,
    text: (to, body = "Hello") => send({ to, type: "text", text: { body } }),
    async control(method, route, body, headers) {
      const response = await fetch(`${sandbox.origin}/_sandbox${route}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: response.status, body: read(await response.text()), headers: response.headers };
    },
  };
}

/** The stored record of a message, as it stands now. */
export async function stored(api: Api, id: string): Promise<Reply["body"]> {
  return (await api.get(`${NUMBER}/messages/${encodeURIComponent(id)}`)).body;
}

export const idOf = (reply: Reply): string => reply.body.messages[0].id;
