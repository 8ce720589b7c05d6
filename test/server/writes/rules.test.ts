import { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/config.ts";
import { SANDBOX, type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { selectTools } from "../../../src/tools/index.ts";
import { type Answer, readAnswer } from "../../helpers/harness.ts";
import { NOON } from "../../helpers/noon.ts";
import { OneProcessTransport } from "../../helpers/one-process.ts";
import { BARE_ENV, PROGRAM } from "../../helpers/program.ts";
import { CALLS } from "../../transports/calls.ts";
import { HttpStage } from "../../transports/http-stage.ts";

const { openCustomer: OPEN, unknownCustomer: STRANGER } = SANDBOX;

/** Valid ids in the places of those that only a run tells. */
const ids: Record<string, string> = {
  $message: SANDBOX.messages.inboundText,
  $call: "wacid.AAAA",
  $ringing: "wacid.AAAA",
  $answered: "wacid.AAAA",
  $media: SANDBOX.media.png,
  $template: "1008420093771506",
  $created: "1008420093771506",
  $flow: SANDBOX.flows.draft.id,
  $dataset: "1008420093771506",
};
const settled = (args: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(args).map(([key, value]) => [key, ids[String(value)] ?? value]));

const everything = { toolsets: ["all", "graph"], tools: [], excludeTools: [], readOnly: false, graphWrite: true };
const effects = new Map(selectTools(everything).map(({ name, effect }) => [name, effect]));
const GRAPH: [string, Record<string, unknown>][] = [
  ["graph_post", { path: `/${SANDBOX.phoneNumberId}/message_qrdls`, body: { prefilled_message: "hi" } }],
  ["graph_delete", { path: `/${SANDBOX.phoneNumberId}/message_qrdls/ABCDEFGHIJKLMN` }],
];
const WRITES = [...CALLS, ...GRAPH]
  .filter(([name]) => effects.get(name) !== "read")
  .map(([name, args]) => [name, settled(args)] as const);
const SENDS = WRITES.filter(([name]) => effects.get(name) === "send");
const TEMPLATES = ["send_template_message", "send_marketing_message"];

interface Rule {
  env: Record<string, string>;
  /** What it refuses, with the arguments that make it. */
  refuses: readonly (readonly [string, Record<string, unknown>])[];
  /** A send that it lets through. */
  lets?: readonly [string, Record<string, unknown>];
  /** What the refusal names. */
  names: RegExp;
}

const to = (address: string) =>
  SENDS.map(([name, args]) => [name, name.startsWith("graph") ? args : { ...args, to: address }] as const);
const hello = ["send_message", { to: OPEN, type: "text", text: "let through" }] as const;

const RULES: Record<string, Rule> = {
  "read-only": { env: { KAPSO_READ_ONLY: "1" }, refuses: WRITES, names: /KAPSO_READ_ONLY|There is no tool/ },
  allow: { env: { KAPSO_ALLOW: "+4479*" }, refuses: to(OPEN), names: /KAPSO_ALLOW/ },
  deny: {
    env: { KAPSO_DENY: OPEN },
    refuses: to(OPEN),
    lets: ["send_message", { ...hello[1], to: SANDBOX.unreadCustomer }],
    names: /KAPSO_DENY/,
  },
  "reply-only": { env: { KAPSO_REPLY_ONLY: "1" }, refuses: to(STRANGER), lets: hello, names: /KAPSO_REPLY_ONLY/ },
  "template-only": {
    env: { KAPSO_TEMPLATE_ONLY: "1" },
    refuses: to(OPEN).filter(([name]) => !TEMPLATES.includes(name)),
    lets: ["send_template_message", { to: OPEN, template_name: "hello_world", language: "en_US" }],
    names: /KAPSO_TEMPLATE_ONLY/,
  },
  "quiet hours": { env: { KAPSO_QUIET_HOURS: "00:00-23:59@UTC" }, refuses: SENDS, names: /KAPSO_QUIET_HOURS/ },
  "a person who cannot be asked": {
    env: { KAPSO_CONFIRM: "all-writes", KAPSO_CONFIRM_FALLBACK: "refuse" },
    refuses: WRITES,
    names: /KAPSO_CONFIRM/,
  },
};

/** A client of the server under these settings, over one transport. */
interface Way {
  sandbox: Sandbox;
  call(name: string, args: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
}

async function stdio(env: Record<string, string>): Promise<Way> {
  const sandbox = await startSandbox({ start: NOON });
  const account = {
    KAPSO_BASE_URL: sandbox.baseUrl,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
    KAPSO_TOOLSETS: "all,graph",
    KAPSO_GRAPH_WRITE: "1",
  };
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  const all = { ...BARE_ENV, ...account, ...env };
  await client.connect(
    new OneProcessTransport({ command: process.execPath, args: [PROGRAM], env: all, stderr: "ignore" }),
  );
  return way(sandbox, client, async () => {
    await client.close();
    await sandbox.close();
  });
}

async function http(env: Record<string, string>, kind: "sse" | "old" | "new"): Promise<Way> {
  const rules = readConfig({ KAPSO_SANDBOX: "1", ...env });
  const stage = await HttpStage.open({}, {}, { rules, selection: everything });
  const client = kind === "sse" ? await stage.sseV1() : kind === "old" ? await stage.mcpV1() : await stage.mcpV2();
  return way(stage.sandbox, client, () => stage.close());
}

function way(
  sandbox: Sandbox,
  client: Pick<Client, "callTool"> | Awaited<ReturnType<HttpStage["sseV1"]>>,
  close: Way["close"],
): Way {
  return {
    sandbox,
    async call(name, args) {
      try {
        return readAnswer(await client.callTool({ name, arguments: args }));
      } catch (error) {
        return { isError: true, text: String(error), data: undefined, attachments: [] };
      }
    },
    close,
  };
}

const WAYS: Record<string, (env: Record<string, string>) => Promise<Way>> = {
  stdio,
  sse: (env) => http(env, "sse"),
  "mcp, 2025": (env) => http(env, "old"),
  "mcp, 2026-07-28": (env) => http(env, "new"),
};

const written = ({ sandbox }: Way) => sandbox.requests().filter(({ method }) => method !== "GET").length;

describe.each(Object.entries(WAYS))("over %s", (_, open) => {
  describe.each(Object.entries(RULES))("%s", (_, { env, refuses, lets, names }) => {
    let on: Way;
    beforeAll(async () => {
      on = await open(env);
    });
    afterAll(() => on.close());

    test.each(refuses)("refuses %s, and nothing leaves", async (name, args) => {
      const { isError, text } = await on.call(name, args);
      expect(isError, text).toBe(true);
      expect(text).toMatch(names);
      expect(text).not.toContain("arguments it does not take");
      expect(text).not.toMatch(/\+4479|5511987650042/);
      expect(written(on)).toBe(0);
    });

    if (lets !== undefined) {
      test(`lets ${lets[0]} through`, async () => {
        const { isError, text } = await on.call(...lets);
        expect(isError, text).toBe(false);
        expect(written(on)).toBe(1);
      });
    }
  });

  test("a daily budget is spent by what was sent, and by nothing else", async () => {
    const on = await open({ KAPSO_DAILY_SENDS: "2" });
    const text = (body: string, to = OPEN) => on.call("send_message", { to, type: "text", text: body });
    await on.call("list_contacts", { limit: 1 }); // The sandbox lives on another day than this machine.
    expect((await text("one")).isError).toBe(false);
    expect((await text("one")).data.deduplicated).toBe(true);
    expect((await text("refused", SANDBOX.magicRecipients[0]?.number)).text).toContain("131026");
    expect((await text("two")).isError).toBe(false);
    for (const [name, args] of SENDS.filter(([name]) => !name.startsWith("graph"))) {
      expect((await on.call(name, { ...args, to: SANDBOX.unreadCustomer })).text).toContain("KAPSO_DAILY_SENDS");
    }
    await on.close();
  });
});
