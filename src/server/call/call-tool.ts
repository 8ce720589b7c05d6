import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Kapso } from "../../kapso/client.ts";
import type { Log } from "../../log.ts";
import type { Fault } from "../../tools/definition/faults.ts";
import { faultText } from "../../tools/definition/faults.ts";
import { systemTimer, type Timer } from "../../tools/definition/timer.ts";
import { type Tool, type ToolContext, WithAttachments } from "../../tools/definition/tool.ts";
import { cleanText } from "../../tools/definition/untrusted.ts";
import type { MediaFolder } from "../../tools/media/folder.ts";
import type { PublicWeb } from "../../tools/web/public-web.ts";
import { advise, explain } from "../advice/explain.ts";
import type { ExportStore } from "../exports.ts";
import type { LargeReads } from "../offer/large-reads.ts";
import type { Sends } from "../sends/sends.ts";
import { clientOf } from "../writes/client.ts";
import { NOBODY_ASKED } from "../writes/confirmation.ts";
import type { Done, Writes } from "../writes/writes.ts";
import { cleanResult } from "./clean.ts";
import { errorFacts } from "./error-facts.ts";
import { type AnswerPlaces, boundAnswer } from "./large-answer.ts";
import { NothingDone } from "./nothing-done.ts";
import { type Origin, originOf } from "./origin.ts";
import { perform } from "./perform.ts";
import { type ScopeDefaults, takeScope } from "./scope.ts";
import { sizeFault } from "./size.ts";
import type { Turns } from "./turns.ts";
import { validOutput } from "./valid-output.ts";

/** What every call of this server shares. */
export interface Services {
  kapso: Kapso;
  defaults: ScopeDefaults;
  media?: MediaFolder;
  /** Whether `kapso://media/{media_id}` can be read. */
  mediaResources?: boolean;
  /** Keeps exports as resources, where there is no folder. */
  exports?: ExportStore;
  /** Over HTTP: the pace at which callers read whole files. */
  largeReads?: LargeReads;
  /** Over HTTP: in what number callers' tools walk. */
  walks?: Turns;
  /** In place of the process's own way to the web. */
  web?: PublicWeb;
  /** In place of the process's own time. */
  timer?: Timer;
  log: Log;
  /** Names of the selected tools: errors name no other. */
  selected: ReadonlySet<string>;
  sends: Sends;
  writes: Writes;
  /** Hears of every call that has ended, for metrics. */
  onCall?(event: CallEvent): void;
}

export interface CallEvent {
  tool: string;
  /** `asked`: a person was asked first, and the call comes again with the answer. */
  outcome: "ok" | "asked" | "invalid" | "error" | "cancelled";
  ms: number;
}

/** The one path of a tool call: arguments in, result or explained error out. It never throws. */
export async function callTool(
  tool: Tool,
  args: Record<string, unknown>,
  request: ServerContext,
  services: Services,
  server: Server,
): Promise<CallToolResult | InputRequiredResult> {
  const started = performance.now();
  const origin = originOf(request);
  const { requestId, ...from } = origin;
  const log = services.log.child({ tool: tool.name, request_id: requestId, ...from });
  const finish = <R>(outcome: CallEvent["outcome"], result: R, error?: unknown): R => {
    const ms = Math.round(performance.now() - started);
    log.info({ outcome, ms, ...errorFacts(error) }, "tool call");
    services.onCall?.({ tool: tool.name, outcome, ms });
    return result;
  };

  try {
    const large = sizeFault(args);
    if (large !== undefined) return finish("invalid", failure(inputText(tool, [large])));
    const { id, own, faults: scopeFaults } = takeScope(tool.scope, args, services.defaults);
    const joined = Object.keys(args).filter((name) => !Object.hasOwn(own, name));
    const prepared = prepare(tool, own, joined);
    const faults = [...scopeFaults, ...("faults" in prepared ? prepared.faults : [])];
    if (faults.length > 0 || "faults" in prepared) return finish("invalid", failure(inputText(tool, faults)));

    const context = toolContext(request, origin, services);
    const call = {
      tool,
      scopeId: id,
      args: prepared.args,
      context,
      log,
      request,
      origin,
      client: () => clientOf(request, server),
    };
    const outcome = await perform(prepared.ready, call, services);
    if (isInputRequiredResult(outcome)) return finish("asked", outcome);
    return finish("ok", await success(tool, outcome, log, answerPlaces(context, services)));
  } catch (error) {
    if (request.mcpReq.signal.aborted) return finish("cancelled", failure("Cancelled."), error);
    return finish("error", failure(explain(error, tool, services.selected)), error);
  }
}

function prepare(tool: Tool, ...args: Parameters<Tool["prepare"]>): ReturnType<Tool["prepare"]> {
  try {
    return tool.prepare(...args);
  } catch (error) {
    throw new NothingDone(error);
  }
}

export function toolContext({ mcpReq }: ServerContext, origin: Origin, services: Services): ToolContext {
  const { kapso, media, mediaResources, exports, web, defaults, sends, selected, timer = systemTimer } = services;
  const token = mcpReq._meta?.progressToken;
  return {
    windows: sends.windows,
    templateTexts: sends.templateTexts,
    advise: (code) => advise(code, selected),
    kapso: kapso.forCall(origin),
    ...(media !== undefined && { media }),
    ...(mediaResources !== undefined && { mediaResources }),
    ...(exports !== undefined && { exports: exports.of(origin.caller ?? "") }),
    ...(web !== undefined && { web }),
    defaultPhoneNumberId: defaults.phoneNumberId,
    signal: mcpReq.signal,
    timer,
    progressAsked: token !== undefined,
    async progress(progress, total, message) {
      if (token === undefined) return;
      const params = {
        progressToken: token,
        progress,
        ...(total && { total }),
        ...(message && { message }),
      };
      await mcpReq.notify({ method: "notifications/progress", params });
    },
  };
}

/** Exports can be read where their tool is offered. */
function answerPlaces({ media, exports }: ToolContext, { selected }: Services): AnswerPlaces {
  return {
    ...(media !== undefined && { media }),
    ...(exports !== undefined && selected.has("export_messages") && { exports }),
  };
}

/** Data is parsed with the output schema, which also drops what must not leave; the text is made from it. */
async function success(
  tool: Tool,
  { value, confirmedBy }: Done,
  log: Log,
  places: AnswerPlaces,
): Promise<CallToolResult> {
  const { data, attachments } = value instanceof WithAttachments ? value : new WithAttachments<unknown>(value, []);
  const result = validOutput(tool.output, data, (fields) =>
    log.warn({ fields }, "left out fields of an unexpected type"),
  );
  const unasked = confirmedBy === "nobody_could_be_asked" ? { confirmation: NOBODY_ASKED } : {};
  const answer = await boundAnswer(tool.name, { ...cleanResult(result), ...unasked }, places);
  return {
    content: [{ type: "text", text: answer.text }, ...attachments],
    ...(!tool.attaches && { structuredContent: answer.result }),
  };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text: cleanText(text).text }], isError: true };
}

function inputText(tool: Tool, faults: readonly Fault[]): string {
  const lines = faults.map((fault) => `- ${faultText(fault)}`);
  return `Nothing was done. ${tool.name} was called with arguments it does not take:\n${lines.join("\n")}`;
}
