import { GraphApiError, type GraphPaging, WhatsAppClient, type WhatsAppClientConfig } from "@kapso/whatsapp-cloud-api";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { SANDBOX, type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";
import { NOON } from "../helpers/noon.ts";
import { type Recorder, validatingFetch } from "./recorder.ts";

/** Kapso's SDK on one side, the sandbox on the other, the judge between them. */

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** A customer whom the seed does not know. */
export const CUSTOMER = { phone: SANDBOX.unknownCustomer, waId: SANDBOX.unknownCustomer.slice(1) };

export const NUMBER = SANDBOX.phoneNumberId;

export class Stage {
  recorder: Recorder = validatingFetch();
  #sandbox: Sandbox | undefined;

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error("The sandbox is started by useStage's hooks.");
    return this.#sandbox;
  }

  /** The SDK as the README of the sandbox would have it set up. */
  get client(): WhatsAppClient {
    return this.clientWith({ kapsoApiKey: SANDBOX.apiKey });
  }

  clientWith(config: WhatsAppClientConfig): WhatsAppClient {
    return new WhatsAppClient({ baseUrl: this.sandbox.baseUrl, fetch: this.recorder.fetch, ...config });
  }

  async control(route: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.sandbox.origin}/_sandbox/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`/_sandbox/${route}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** A customer writes: opens the window. Resolves to the id of the message. */
  async customerWrites(text: string, from = CUSTOMER.phone): Promise<string> {
    await this.control("inbound", { from, text });
    const { data } = await this.client.messages.query({ phoneNumberId: NUMBER, direction: "inbound", limit: 1 });
    const [message] = data;
    if (message?.text?.body !== text) throw new Error(`the newest inbound message is not "${text}"`);
    return message.id;
  }

  async open(options: SandboxOptions) {
    this.#sandbox = await startSandbox({ start: NOON, ...options });
  }

  async close() {
    await this.#sandbox?.close();
  }
}

/**
 * One sandbox a file, reset before each test; after each, no answer may have left the contract. A file that needs no
 * people takes `seed: "empty"`, which resets at once.
 */
export function useStage(options: SandboxOptions = {}): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open(options));
  beforeEach(() => {
    stage.sandbox.reset();
    stage.recorder.violations.length = 0;
  });
  afterEach(() => stage.recorder.assertClean());
  afterAll(() => stage.close());
  return stage;
}

interface Page<T> {
  data: T[];
  paging: GraphPaging;
}

/** Follows `cursors.after` to the end of a list. */
export async function walk<T>(list: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 200; pages++) {
    const page = await list(after);
    rows.push(...page.data);
    if (!page.paging.next) return rows;
    after = page.paging.cursors.after ?? undefined;
  }
  throw new Error("the list does not end");
}

export const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

/** The SDK's error of a call that has to fail. */
export async function failure(promise: Promise<unknown>): Promise<GraphApiError> {
  const error = await promise.then(
    () => "no error",
    (reason: unknown) => reason,
  );
  if (error instanceof GraphApiError) return error;
  throw new Error(`not a GraphApiError: ${String(error)}`);
}

export const failures = (...calls: Promise<unknown>[]): Promise<GraphApiError[]> => Promise.all(calls.map(failure));
