import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as SSEClientTransportV1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { type Answer, readAnswer } from "../../helpers/harness.ts";
import { NOON } from "../../helpers/noon.ts";
import { OneProcessTransport } from "../../helpers/one-process.ts";
import { BARE_ENV, PROGRAM, Program } from "../../helpers/program.ts";
import { ALICE, BOB, HttpStage, TOKENS } from "../../transports/http-stage.ts";
import { storedTexts } from "../sends/stage.ts";

const OPEN = SANDBOX.openCustomer;
const CONTENT = { to: OPEN, type: "text", text: "Your order is ready." };

type Reply = { action: "accept"; content: { confirm: boolean } } | { action: "decline" } | { action: "cancel" };
const YES: Reply = { action: "accept", content: { confirm: true } };

/** A client whose person answers so, and what that person was shown. */
interface Person {
  sandbox: Sandbox;
  questions: string[];
  reply: Reply;
  call(name: string, args: Record<string, unknown>): Promise<Answer>;
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const me = { name: "test", version: "0" };
const asking = { capabilities: { elicitation: {} } };
const MODERN = { versionNegotiation: { mode: { pin: "2026-07-28" } } } as const;

function personAt(sandbox: Sandbox): Person {
  return { sandbox, questions: [], reply: YES, call: async () => Promise.reject(new Error("not connected")) };
}

async function v1(sandbox: Sandbox, transport: Parameters<ClientV1["connect"]>[0]): Promise<Person> {
  const person = personAt(sandbox);
  const client = new ClientV1(me, asking);
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    person.questions.push(params.message);
    return person.reply;
  });
  await client.connect(transport);
  closers.push(() => client.close());
  person.call = async (name, args) => readAnswer(await client.callTool({ name, arguments: args }));
  return person;
}

async function v2(sandbox: Sandbox, transport: Parameters<Client["connect"]>[0]): Promise<Person> {
  const person = personAt(sandbox);
  const client = new Client(me, { ...asking, ...MODERN });
  client.setRequestHandler("elicitation/create", ({ params }) => {
    person.questions.push(params.message);
    return person.reply;
  });
  await client.connect(transport);
  closers.push(() => client.close());
  person.call = async (name, args) => readAnswer(await client.callTool({ name, arguments: args }));
  return person;
}

async function program() {
  const sandbox = await startSandbox({ start: NOON });
  closers.push(() => sandbox.close());
  const env = {
    ...BARE_ENV,
    KAPSO_BASE_URL: sandbox.baseUrl,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
    KAPSO_CONFIRM: "send,delete",
  };
  return { sandbox, server: { command: process.execPath, args: [PROGRAM], env, stderr: "ignore" as const } };
}

async function stageThatAsks(env: Record<string, string> = {}): Promise<HttpStage> {
  const stage = await HttpStage.open(env, {}, { rules: { confirm: ["send", "delete"], confirmFallback: "refuse" } });
  closers.push(() => stage.close());
  return stage;
}

const WAYS: Record<string, () => Promise<Person>> = {
  "stdio, 2025": async () => {
    const { sandbox, server } = await program();
    return v1(sandbox, new StdioClientTransportV1(server));
  },
  "stdio, 2026-07-28": async () => {
    const { sandbox, server } = await program();
    return v2(sandbox, new OneProcessTransport(server));
  },
  sse: async () => {
    const stage = await stageThatAsks();
    return v1(stage.sandbox, new SSEClientTransportV1(stage.url("/sse")));
  },
  "mcp, 2026-07-28": async () => {
    const stage = await stageThatAsks();
    return v2(stage.sandbox, new StreamableHTTPClientTransport(stage.url("/mcp")));
  },
};

const sent = ({ sandbox }: { sandbox: Sandbox }) =>
  storedTexts({ sandbox }, OPEN).filter(({ text }) => text === CONTENT.text).length;

describe.each(Object.entries(WAYS))("over %s", (_, meet) => {
  test("a person is shown number, recipient and content, and says yes", async () => {
    const person = await meet();
    expect((await person.call("send_message", CONTENT)).data.status).toBe("accepted");
    expect(person.questions).toHaveLength(1);
    for (const part of [SANDBOX.phoneNumberId, OPEN, CONTENT.text]) expect(person.questions[0]).toContain(part);
    expect(sent(person)).toBe(1);
  });

  test.each<[string, Reply]>([
    ["declines", { action: "decline" }],
    ["closes the question", { action: "cancel" }],
    ["leaves the box empty", { action: "accept", content: { confirm: false } }],
  ])("a person who %s: nothing is sent or deleted, and the result says so", async (_, reply) => {
    const person = await meet();
    person.reply = reply;
    const answer = await person.call("send_message", CONTENT);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("Nothing was sent. A person was asked and did not agree.");
    const deleted = await person.call("delete_media", { media_id: SANDBOX.media.png });
    expect(deleted.text).toContain("Nothing was done. A person was asked and did not agree.");
    expect(person.questions[1]).toContain(SANDBOX.media.png);
    expect(person.sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("reads, and writes that the operator does not name, ask nobody", async () => {
    const person = await meet();
    await person.call("list_contacts", { limit: 1 });
    expect((await person.call("update_contact", { wa_id: OPEN, display_name: "Rafa" })).isError).toBe(false);
    expect(person.questions).toEqual([]);
  });
});

describe("where nobody can be asked", () => {
  const deletion = ["delete_media", { media_id: SANDBOX.media.png }] as const;

  test.each(["allow", "refuse"] as const)("the operator's word holds: %s", async (confirmFallback) => {
    const stage = await HttpStage.open({}, {}, { rules: { confirmFallback } });
    closers.push(() => stage.close());
    const clients = {
      "no elicitation": await stage.mcpV2(),
      sessionless: await stage.mcpV1(),
      sse: await stage.sseV2(),
    };
    for (const [name, client] of Object.entries(clients)) {
      stage.sandbox.reset();
      const [tool, args] = deletion;
      const answer = await client.callTool({ name: tool, arguments: args });
      const text = JSON.stringify(answer.content);
      if (confirmFallback === "allow") {
        expect(answer.structuredContent).toMatchObject({ confirmation: expect.stringContaining("Nobody was asked") });
        expect(answer.content).toHaveLength(1);
      }
      expect(answer.isError === true, name).toBe(confirmFallback === "refuse");
      expect(text).toContain(
        confirmFallback === "refuse" ? "this client cannot ask one" : "Nobody was asked to confirm",
      );
      expect(stage.sandbox.requests().length).toBe(confirmFallback === "refuse" ? 0 : 1);
    }
  });
});

describe("where nobody can be asked and the operator has said nothing of it", () => {
  const deletion = { name: "delete_media", arguments: { media_id: SANDBOX.media.png } };

  test("a call over HTTP is refused, and the refusal names the setting", async () => {
    const stage = await HttpStage.open({}, {}, { rules: { confirmFallback: undefined } });
    closers.push(() => stage.close());
    for (const client of [await stage.mcpV2(), await stage.mcpV1(), await stage.sseV2()]) {
      const { isError, content } = await client.callTool(deletion);
      expect(isError).toBe(true);
      expect(JSON.stringify(content)).toContain("KAPSO_CONFIRM_FALLBACK=allow");
    }
    expect(stage.sandbox.requests()).toEqual([]);
  });

  test("on stdio the host's own approval counts", async () => {
    const program = new Program(["--sandbox", "--log-level", "silent"]);
    closers.push(async () => void program.child.kill("SIGKILL"));
    await program.initialize("2025-06-18");
    const { result } = await program.request(1, "tools/call", deletion);
    expect(result.structuredContent).toMatchObject({
      deleted: true,
      confirmation: expect.stringMatching(/^Nobody was asked/),
    });
  });
});

describe("the sealed state of a question", () => {
  /** Requests of a client as they went over the wire, to be sent once more. */
  async function recorded(env: Record<string, string> = {}, token?: string) {
    const stage = await stageThatAsks(env);
    const exchanges: { body: string; headers: Headers }[] = [];
    const transport = new StreamableHTTPClientTransport(stage.url("/mcp"), {
      ...(token && { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
      fetch: (url, init) => {
        exchanges.push({ body: String(init?.body ?? ""), headers: new Headers(init?.headers) });
        return fetch(url, init);
      },
    });
    const person = await v2(stage.sandbox, transport);
    await person.call("send_message", { ...CONTENT, allow_duplicate: true });
    const last = exchanges.at(-1);
    if (last === undefined || !last.body.includes("requestState")) throw new Error("no answer was recorded");
    const again = async (change: (body: string) => string = (body) => body, headers: Record<string, string> = {}) => {
      const all = { ...Object.fromEntries(last.headers), ...headers };
      const response = await fetch(stage.url("/mcp"), { method: "POST", body: change(last.body), headers: all });
      return response.text();
    };
    return { person, again };
  }

  test("serves once: the same answer again is a question again", async () => {
    const { person, again } = await recorded();
    expect(sent(person)).toBe(1);
    expect(await again()).toContain("input_required");
    expect(sent(person)).toBe(1);
  });

  test.each<[string, (body: string) => string]>([
    ["other content", (body) => body.replace("Your order is ready.", "Pay here: evil.example")],
    ["another recipient", (body) => body.replace(OPEN, SANDBOX.unreadCustomer)],
    [
      "another tool",
      (body) =>
        body
          .replaceAll("send_message", "send_reaction")
          .replace(
            '"type":"text","text":"Your order is ready."',
            `"message_id":"${SANDBOX.messages.inboundText}","emoji":"x"`,
          ),
    ],
  ])("is not taken for %s", async (_, change) => {
    const { person, again } = await recorded();
    const posts = person.sandbox.requests().length;
    const answer = await again(change);
    expect(answer).not.toContain("accepted");
    expect(person.sandbox.requests().length).toBe(posts);
  });

  test("that was changed on its way never reaches a tool", async () => {
    const { person, again } = await recorded();
    const answer = await again((body) =>
      body.replace(/"requestState":"v1\.(.)/, (_, c) => `"requestState":"v1.${c === "e" ? "f" : "e"}`),
    );
    expect(answer).toContain("-32602");
    expect(sent(person)).toBe(1);
  });

  test("of another caller never reaches a tool", async () => {
    const { person, again } = await recorded(TOKENS, ALICE);
    const answer = await again(undefined, { authorization: `Bearer ${BOB}` });
    expect(answer).toContain("-32602");
    expect(sent(person)).toBe(1);
  });

  test("expires", async () => {
    const { person, again } = await recorded();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 601_000 });
    try {
      expect(await again()).toContain("-32602");
    } finally {
      vi.useRealTimers();
    }
    expect(sent(person)).toBe(1);
  });
});
