import { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { type Answer, readAnswer } from "../../helpers/harness.ts";
import { NOON } from "../../helpers/noon.ts";
import { OneProcessTransport } from "../../helpers/one-process.ts";
import { BARE_ENV, PROGRAM } from "../../helpers/program.ts";
import { HttpStage } from "../../transports/http-stage.ts";
import { storedTexts } from "./stage.ts";

/** One way to the server, and the sandbox behind it. */
interface Way {
  sandbox: Sandbox;
  call(args: Record<string, unknown>, signal?: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

async function stdio(): Promise<Way> {
  const sandbox = await startSandbox({ start: NOON });
  const env = {
    ...BARE_ENV,
    KAPSO_BASE_URL: sandbox.baseUrl,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    KAPSO_TIMEOUT_SECONDS: "1",
  };
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  await client.connect(new OneProcessTransport({ command: process.execPath, args: [PROGRAM], env, stderr: "ignore" }));
  return way(sandbox, client, async () => {
    await client.close();
    await sandbox.close();
  });
}

async function http(transport: "sse" | "mcp" | "mcp before 2026"): Promise<Way> {
  const stage = await HttpStage.open({}, {}, { timeouts: { callMs: 1_000 } });
  const client =
    transport === "sse" ? await stage.sseV1() : transport === "mcp" ? await stage.mcpV2() : await stage.mcpV1();
  return way(stage.sandbox, client, () => stage.close());
}

type AnyClient = Pick<Client, "callTool"> | Awaited<ReturnType<HttpStage["sseV1"]>>;

function way(sandbox: Sandbox, client: AnyClient, close: () => Promise<void>): Way {
  return {
    sandbox,
    async call(args, signal) {
      const params = { name: "send_message", arguments: args };
      const options = signal ? { signal } : {};
      // The two generations of clients put the options in different places.
      const answer = await (client instanceof Client
        ? client.callTool(params, options)
        : client.callTool(params, undefined, options));
      return readAnswer(answer);
    },
    close,
  };
}

const WAYS = {
  stdio,
  sse: () => http("sse"),
  "mcp, 2026-07-28": () => http("mcp"),
  "mcp, 2025": () => http("mcp before 2026"),
};

describe.each(Object.entries(WAYS))("over %s", (_, open) => {
  let on: Way;
  let customers = 0;
  beforeAll(async () => {
    on = await open();
  });
  afterAll(() => on.close());

  /** A customer of one's own, whose window is open. */
  async function customer(fault?: Record<string, unknown>): Promise<string> {
    customers += 1;
    const to = `+55119700000${String(customers).padStart(2, "0")}`;
    await control("inbound", { from: to, text: "hello" });
    if (fault) await control("faults", { match: { to }, ...fault });
    return to;
  }

  async function control(route: string, body: object): Promise<void> {
    const headers = { "content-type": "application/json" };
    await fetch(`${on.sandbox.origin}/_sandbox/${route}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  const say = (to: string, text = "one") => ({ to, type: "text", text });
  const copies = (to: string) => storedTexts(on, to).length;

  test.concurrent.each([
    ["a reset after the effect", { reset: "after" }],
    ["a 504 after the effect", { failure: "proxy_timeout", effect: true }],
    ["a timeout after the effect", { latency_ms: 1_500 }],
  ])("%s: sent, with its id; a repeat sends nothing", async (_, fault) => {
    const to = await customer(fault);
    const first = await on.call(say(to));
    expect(first.data).toMatchObject({ status: "found_in_history", message_id: storedTexts(on, to)[0]?.id });
    expect((await on.call(say(to))).data).toMatchObject({ deduplicated: true, message_id: first.data.message_id });
    expect(copies(to)).toBe(1);
  });

  test.concurrent("a reset before the effect: unknown; a repeat sends nothing", async () => {
    const to = await customer({ reset: "before" });
    for (const _ of [1, 2]) expect((await on.call(say(to))).text).toContain("not known whether anything was sent");
    expect(copies(to)).toBe(0);
  });

  test.concurrent("a timeout with a late effect: one message, however often it is called", {
    timeout: 20_000,
  }, async () => {
    const to = await customer({ delay_ms: 4_000 });
    expect((await on.call(say(to))).text).toContain("not known whether anything was sent");
    await on.call(say(to));
    while (copies(to) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const late = await on.call(say(to));
    expect(late.data).toMatchObject({ deduplicated: true, message_id: storedTexts(on, to)[0]?.id });
    expect(copies(to)).toBe(1);
  });

  test.concurrent("a refusal: sent by the repeat", async () => {
    const to = await customer({ failure: "131026" });
    expect((await on.call(say(to))).text).toContain("Nothing was sent.");
    expect((await on.call(say(to))).data.status).toBe("accepted");
    expect(copies(to)).toBe(1);
  });

  test.concurrent("a caller that goes in mid-flight: the send ends on its own, a repeat gets its outcome", async () => {
    const to = await customer({ latency_ms: 300 });
    const gone = new AbortController();
    const call = on.call(say(to), gone.signal);
    while (copies(to) === 0) await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await expect(call).rejects.toThrow();
    expect((await on.call(say(to))).data).toMatchObject({ deduplicated: true, message_id: storedTexts(on, to)[0]?.id });
    expect(copies(to)).toBe(1);
  });

  test.concurrent("the same call twice at once: one message", async () => {
    const to = await customer({ latency_ms: 50 });
    const answers = await Promise.all([on.call(say(to)), on.call(say(to))]);
    expect(answers.filter(({ data }) => data.deduplicated)).toHaveLength(1);
    expect(copies(to)).toBe(1);
  });

  test.concurrent("two different messages at once: both arrive", async () => {
    const to = await customer();
    await Promise.all([on.call(say(to, "one")), on.call(say(to, "two"))]);
    expect(copies(to)).toBe(2);
  });
});
