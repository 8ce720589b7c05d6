import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { KapsoError } from "../../kapso/http/errors.ts";
import { type Reading, UnknownTarget } from "../../resources/resource.ts";
import { faultText } from "../../tools/definition/faults.ts";
import { type Tool, type ToolContext, WithAttachments } from "../../tools/definition/tool.ts";
import { cleanText } from "../../tools/definition/untrusted.ts";
import { explain } from "../advice/explain.ts";
import { type Services, toolContext } from "../call/call-tool.ts";
import { cleanResult } from "../call/clean.ts";
import { errorFacts } from "../call/error-facts.ts";
import { type Origin, originOf } from "../call/origin.ts";
import { inTurn } from "../call/perform.ts";
import { takeScope } from "../call/scope.ts";
import { validOutput } from "../call/valid-output.ts";

/** What all reads of resources and prompts share. */
export interface Library {
  tools: ReadonlyMap<string, Tool>;
  services: Services;
}

/** One read as the log names it, and as its errors call it. */
export interface Read {
  /** Such as `kapso://media/{media_id}`: never the id itself. */
  of: string;
  /** Of a resource: its not being there is an error of its own. */
  uri?: string;
}

/**
 * The one path of everything that is read beside tools: it uses the selected tools, logs as a call does, and explains
 * its errors.
 */
export async function read<T>(
  { of, uri }: Read,
  request: ServerContext,
  library: Library,
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const { requestId, ...from } = originOf(request);
  const log = library.services.log.child({ read: of, request_id: requestId, ...from });
  const finish = (outcome: string, error?: unknown) =>
    log.info({ outcome, ms: Math.round(performance.now() - started), ...errorFacts(error) }, "read");
  try {
    const result = await work(toReading(request, library));
    finish("ok");
    return result;
  } catch (error) {
    finish(request.mcpReq.signal.aborted ? "cancelled" : "error", error);
    const failed = { title: `Reading ${of}`, effect: "read", scope: "project" } as const;
    const { text } = cleanText(explain(error, failed, library.services.selected));
    if (!isUnknown(error)) throw new ProtocolError(ProtocolErrorCode.InternalError, text);
    throw uri === undefined
      ? new ProtocolError(ProtocolErrorCode.InvalidParams, text)
      : new ResourceNotFoundError(uri, text);
  }
}

/** What is not there, as far as the service says so: of media it says that a parameter is wrong. */
function isUnknown(error: unknown): boolean {
  if (error instanceof UnknownTarget) return true;
  return error instanceof KapsoError && error.reason === "no_such_object";
}

function toReading(request: ServerContext, library: Library): Reading {
  const origin = originOf(request);
  const context = toolContext(request, origin, library.services);
  return {
    ...context,
    offers: (tool) => library.tools.has(tool),
    ask: (tool, args) => ask({ name: tool, args, origin }, context, library),
  };
}

/** Runs a tool as its call would. Only what reads can be asked for, and only what the operator selected. */
async function ask(
  { name, args, origin }: { name: string; args: Record<string, unknown>; origin: Origin },
  context: ToolContext,
  { tools, services }: Library,
): Promise<Record<string, unknown>> {
  const tool = tools.get(name);
  if (tool?.effect !== "read") throw new Error(`${name} is not a selected tool that reads`);
  const { id, own, faults } = takeScope(tool.scope, args, services.defaults);
  const prepared = tool.prepare(own, []);
  const wrong = [...faults, ...("faults" in prepared ? prepared.faults : [])];
  if (wrong.length > 0) throw new UnknownTarget(wrong.map(faultText).join("\n"));
  if (!("ready" in prepared && "run" in prepared.ready)) throw new Error(`${name} sends`);
  const { run } = prepared.ready;
  const outcome = await inTurn(tool, origin, context.signal, services.walks, () => run(context, id));
  const data = outcome instanceof WithAttachments ? outcome.data : outcome;
  const warn = (fields: string[]) => services.log.warn({ tool: name, fields }, "left out fields of an unexpected type");
  return cleanResult(validOutput(tool.output, data, warn));
}
