import { readFileSync } from "node:fs";
import type { KapsoConfig } from "../../src/kapso/client.ts";
import { faultText } from "../../src/tools/definition/faults.ts";
import { systemTimer } from "../../src/tools/definition/timer.ts";
import type { Ready, Tool, ToolContext } from "../../src/tools/definition/tool.ts";
import { selectTools } from "../../src/tools/index.ts";
import { connect, PHONE, type Step, serve } from "../kapso/scripted-server.ts";

/** A tool without a server around it: the faults that it finds, and what it asks of a scripted API. */

export type Args = Record<string, unknown>;
export const ACCOUNT = "317745418290563";
/** The instant at which every call here runs. */
export const NOW = Date.parse("2026-11-22T12:00:00Z");

const everything = selectTools({
  toolsets: ["all", "graph"],
  tools: [],
  excludeTools: [],
  readOnly: false,
  graphWrite: true,
});

export function toolNamed(name: string): Tool {
  const tool = everything.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool;
}

/** The faults as the model reads them. */
export function faultsOf(name: string, args: Args): string[] {
  const prepared = toolNamed(name).prepare(args, []);
  return "faults" in prepared ? prepared.faults.map(faultText) : [];
}

interface Asked {
  method: string;
  /** Without base and version. */
  path: string;
  query: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies whose shape is what they test
  body: any;
}

export interface Ran {
  asked: Asked[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into results whose schema is what they test
  data: any;
  error?: Error;
}

/** A send without the guards of the server. */
async function leave(send: Extract<Ready, { compose: unknown }>, context: ToolContext, id: string): Promise<unknown> {
  return (await send.compose(context, id).leave({})).data;
}

/** Runs a call against an API that gives these answers, and reads the result with the tool's own output schema. */
export async function run(name: string, args: Args, answers: Step[], config: Partial<KapsoConfig> = {}): Promise<Ran> {
  const tool = toolNamed(name);
  const prepared = tool.prepare(args, []);
  if ("faults" in prepared) throw new Error(prepared.faults.map(faultText).join("\n"));
  const server = await serve(...answers);
  const { kapso } = connect(server, { now: () => NOW, ...config });
  const context = {
    kapso,
    signal: new AbortController().signal,
    progress: async () => {},
    progressAsked: false,
    timer: systemTimer,
    windows: { of: async () => [] },
    templateTexts: { of: async () => new Map() },
    advise: () => undefined,
  };
  const id = tool.scope === "phone_number" ? PHONE : ACCOUNT;
  const { ready } = prepared;
  const running = "run" in ready ? ready.run(context, id) : leave(ready, context, id);
  const outcome = await running.then(
    (data) => ({ data: tool.output.parse(data) }),
    (error: unknown) => ({ data: undefined, error: error instanceof Error ? error : new Error(String(error)) }),
  );
  const asked = server.requests.map(({ method, url, body }) => {
    const { pathname, searchParams } = new URL(url, server.origin);
    const text = Buffer.from(body, "latin1").toString("utf8");
    return {
      method,
      path: pathname.replace("/api/meta/v23.0", ""),
      query: Object.fromEntries(searchParams),
      body: text === "" ? undefined : JSON.parse(text),
    };
  });
  return { asked, ...outcome };
}

/** The contract's own example payloads, word for word. */
export function contractExamples(file: string): Args {
  return JSON.parse(readFileSync(new URL(`contract/${file}.json`, import.meta.url), "utf8"));
}
