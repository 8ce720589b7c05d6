import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX, startSandbox } from "../../src/sandbox/index.ts";
import { selectTools } from "../../src/tools/index.ts";
import { NOON } from "../helpers/noon.ts";
import { PROGRAM } from "../helpers/program.ts";
import { Gate } from "./gate.ts";
import { CELLS, type Cell, type Command, type Connection } from "./matrix-cells.ts";
import type { Result } from "./matrix-peers.ts";

/** The built program, with what it needs to reach a sandbox of the test's. */
function product(baseUrl: string): Command {
  return {
    args: [PROGRAM, "--base-url", baseUrl, "--toolsets", "all"],
    env: {
      KAPSO_API_KEY: SANDBOX.apiKey,
      KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
      KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
    },
  };
}

interface Stage {
  gate: Gate;
  connection: Connection;
  close(): Promise<void>;
}

async function open(cell: Cell): Promise<Stage> {
  const sandbox = await startSandbox({ start: NOON });
  const gate = new Gate(sandbox);
  const connection = await cell.connect(product(await gate.open()));
  const close = async () => {
    await connection.close();
    await gate.close();
    await sandbox.close();
  };
  return { gate, connection, close };
}

const openings = new Map<Cell, Promise<Stage>>();

/** The stage of a cell, while the next one is being set up: programs take their time to start. */
function take(cell: Cell): Promise<Stage> {
  const opened = openings.get(cell) ?? open(cell);
  openings.delete(cell);
  const next = CELLS[CELLS.indexOf(cell) + 1];
  if (next !== undefined) {
    const opening = open(next);
    opening.catch(() => undefined); // Its own turn comes, and tells.
    openings.set(next, opening);
  }
  return opened;
}

afterAll(async () => {
  for (const opening of openings.values()) await (await opening).close();
});

/** What every cell does, in an order in which the clock, which runs at real speed, has no say in an answer's rows. */
const READ = ["get_conversation", { conversation_id: SANDBOX.openConversationId }] as const;
const WALK = ["list_contacts", { limit: 20 }] as const;
const WRONG = ["get_contact", { wa_id: "x" }] as const;
const REFUSED = ["get_message", { message_id: "wamid.none" }] as const;
const SEND = ["send_message", { to: SANDBOX.openCustomer, type: "text", text: "Bom dia" }] as const;
const HELD = ["list_calls", { limit: 1 }] as const;

/** Times differ from run to run, and ids of requests; everything else must not. */
const steady = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")) as unknown;

const TOOLS = selectTools({ toolsets: ["all"], tools: [], excludeTools: [], readOnly: false });

const transcripts = new Map<string, { cell: Cell; tools: unknown; answers: unknown[] }>();

describe.each(CELLS.map((cell) => [cell.name, cell] as const))("%s", (name, cell) => {
  let stage: Stage;
  const answers: unknown[] = [];
  beforeAll(async () => {
    stage = await take(cell);
  });
  afterAll(() => stage?.close());

  /** Keeps what a client reads, with no word of the protocol around it. */
  async function call(tool: string, args: Record<string, unknown>): Promise<Result> {
    const result = await stage.connection.peer.call(tool, args);
    const { content, structuredContent, isError = false } = result;
    answers.push(steady({ tool, content, structuredContent, isError }));
    return result;
  }

  test("speaks the revision and lists the tools", async () => {
    expect(stage.connection.peer.revision).toBe(cell.revision);
    const tools = await stage.connection.peer.tools();
    expect(tools.map((tool) => tool.name)).toEqual(TOOLS.map((tool) => tool.name));
    transcripts.set(name, { cell, tools, answers });
  });

  test("reads", async () => {
    expect(await call(...READ)).toMatchObject({ structuredContent: { conversation_id: SANDBOX.openConversationId } });
  });

  test("walks all pages", async () => {
    const rows: unknown[] = [];
    let after: string | undefined;
    do {
      const { structuredContent } = await call(WALK[0], { ...WALK[1], ...(after !== undefined && { after }) });
      const page = structuredContent as { data: object[]; next_cursor?: string };
      rows.push(...page.data);
      after = page.next_cursor;
    } while (after !== undefined);
    expect(rows.length).toBeGreaterThan(WALK[1].limit * 2);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  });

  test("gets errors as results", async () => {
    expect(await call(...WRONG)).toMatchObject({ isError: true });
    expect(await call(...REFUSED)).toMatchObject({ isError: true });
  });

  test("sends, once", async () => {
    expect(await call(...SEND)).toMatchObject({ structuredContent: { message_id: expect.stringMatching(/^wamid\./) } });
    expect(stage.gate.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test(cell.cancels ? "cancels a read, which ends upstream" : "cannot cancel: the read goes on", async () => {
    const held = stage.gate.hold(/\/calls/);
    const abort = new AbortController();
    const begun = stage.connection.peer.call(...HELD, { signal: abort.signal }).catch(() => undefined);
    await held.arrived;
    abort.abort();
    if (cell.cancels) {
      await held.cut;
    } else {
      await stage.connection.peer.call(...READ); // What could have cancelled has been sent before, and answered.
      held.release();
      await begun;
    }
    const { outcome } = await stage.connection.log.line(({ msg, tool }) => msg === "tool call" && tool === HELD[0]);
    expect(outcome).toBe(cell.cancels ? "cancelled" : "ok");
  });
});

describe("every client on every transport", () => {
  const localFiles = new Map(TOOLS.map((tool) => [tool.name, tool.localFiles]));

  /** The definitions without the parameters that name files, which HTTP must not have. */
  const shareable = (tools: unknown) =>
    (tools as { name: string; inputSchema: { properties: Record<string, unknown> } }[]).map((tool) => {
      const properties = Object.entries(tool.inputSchema.properties);
      const hidden = localFiles.get(tool.name) ?? [];
      const shown = Object.fromEntries(properties.filter(([name]) => !hidden.includes(name)));
      return { ...tool, inputSchema: { ...tool.inputSchema, properties: shown } };
    });

  test("was there", () => {
    expect([...transcripts.keys()]).toEqual(CELLS.map(({ name }) => name));
    expect(CELLS).toHaveLength(19);
  });

  test.each(CELLS.map(({ name }) => name))("%s: has the same tools and reads the same", (name) => {
    const [reference] = transcripts.values();
    const own = transcripts.get(name);
    expect(own?.answers).toEqual(reference?.answers);
    const tools = own?.cell.transport === "stdio" ? shareable(own.tools) : own?.tools;
    expect(tools).toEqual(shareable(reference?.tools));
  });
});
