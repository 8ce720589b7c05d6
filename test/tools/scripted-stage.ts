import { randomUUID } from "node:crypto";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { afterEach } from "vitest";
import { createLog } from "../../src/log.ts";
import { createServers } from "../../src/server/create.ts";
import { serveTools } from "../../src/server/offer/tools.ts";
import { createSends } from "../../src/server/sends/sends.ts";
import { createWrites } from "../../src/server/writes/create.ts";
import { type Selection, selectTools } from "../../src/tools/index.ts";
import { MediaFolder } from "../../src/tools/media/folder.ts";
import { type Answer, NO_RULES, readAnswer } from "../helpers/harness.ts";
import { connect, PHONE, type ScriptedServer, type Step, serve } from "../kapso/scripted-server.ts";
import { faultsOf as faultList } from "./direct.ts";

export const WABA = "317745418290563";
export { PHONE };
/** What stands before every path. */
export const BASE = "/api/meta/v23.0";

export interface Stage {
  server: ScriptedServer;
  call(name: string, args?: Record<string, unknown>): Promise<Answer>;
  /** The requests that arrived: method, path with its query sorted, and the JSON body where there is one. */
  requests(): SeenRequest[];
  /** Everything that was logged, at the finest level. */
  logged: string[];
}

export type SeenRequest = [method: string, url: string, body?: unknown];

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A real client of the product's server, over an API that gives the scripted answers; closed after the test. */
export async function stage(
  steps: readonly Step[],
  options: { selection?: Partial<Selection>; mediaDir?: string } = {},
): Promise<Stage> {
  const server = await serve(...steps);
  const logged: string[] = [];
  const { kapso, events } = connect(server);
  const everything = { toolsets: ["all", "graph"], tools: [], excludeTools: [], readOnly: false, graphWrite: true };
  const tools = selectTools({ ...everything, ...options.selection });
  const defaults = { phoneNumberId: PHONE, businessAccountId: WABA };
  const log = createLog("debug", { write: (line: string) => void logged.push(line) } as never);
  // No account: the scripted answers are for the call, not for looks at templates.
  const sends = createSends({
    dedupeSeconds: 300,
    defaults: { phoneNumberId: PHONE },
    selected: new Set(),
    sleep: async () => {},
  });
  const selected = new Set(tools.map((tool) => tool.name));
  const handler = createMcpHandler(
    createServers({ name: "test", title: "test", version: "0.0.0" }, serveTools(tools, defaults, true), {
      kapso,
      defaults,
      ...(options.mediaDir !== undefined && { media: new MediaFolder(options.mediaDir) }),
      log,
      selected,
      sends,
      writes: createWrites(NO_RULES, log),
    }),
  );
  const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`http://${randomUUID()}.test/mcp`), {
      fetch: (url, init) => handler.fetch(new Request(url, init)),
    }),
  );
  open.push(async () => {
    await client.close();
    await handler.close();
  });
  return {
    server,
    logged,
    async call(name, args = {}) {
      const answer = readAnswer(await client.callTool({ name, arguments: args }));
      for (const event of events.splice(0)) log.debug(event, "upstream request");
      return answer;
    },
    requests: () => server.requests.map(({ method, url, body }) => [method, sorted(url), ...jsonBody(body)]),
  };
}

/** What is wrong with arguments, as a model reads it; such a call never runs, so nothing leaves. */
export const faultsOf = (name: string, args: Record<string, unknown>) => faultList(name, args).join("\n");

export function sorted(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://x");
  const query = [...searchParams].sort().map(([name, value]) => `${name}=${value}`);
  return query.length === 0 ? pathname : `${pathname}?${query.join("&")}`;
}

function jsonBody(body: string): [] | [unknown] {
  return /^\s*[{[]/.test(body) ? [JSON.parse(Buffer.from(body, "latin1").toString("utf8"))] : [];
}
