import type { CallToolResult, ServerContext } from "@modelcontextprotocol/server";
import type { Kapso } from "../kapso/client.ts";
import type { Log } from "../log.ts";
import type { Fault } from "../tools/faults.ts";
import { faultText } from "../tools/faults.ts";
import type { MediaFolder } from "../tools/media/folder.ts";
import { type Ready, type Tool, type ToolContext, WithAttachments } from "../tools/tool.ts";
import { cleanText } from "../tools/untrusted.ts";
import type { PublicWeb } from "../tools/web/public-web.ts";
import { advise, explain } from "./advice/explain.ts";
import { cleanResult } from "./clean.ts";
import { errorFacts } from "./error-facts.ts";
import type { ExportStore } from "./exports.ts";
import { type Origin, originOf } from "./origin.ts";
import { readable } from "./readable.ts";
import { type ScopeDefaults, takeScope } from "./scope.ts";
import type { Sends } from "./sends/sends.ts";

/** What every call of this server shares. */
export interface Services {
  kapso: Kapso;
  defaults: ScopeDefaults;
  media?: MediaFolder;
  /** Whether `kapso://media/{media_id}` can be read. */
  mediaResources?: boolean;
  /** Keeps exports as resources, where there is no folder. */
  exports?: ExportStore;
  /** In place of the process's own way to the web. */
  web?: PublicWeb;
  log: Log;
  /** Names of the selected tools: errors name no other. */
  selected: ReadonlySet<string>;
  sends: Sends;
  /** Hears of every call that has ended, for metrics. */
  onCall?(event: CallEvent): void;
}

export interface CallEvent {
  tool: string;
  outcome: "ok" | "invalid" | "error" | "cancelled";
  ms: number;
}

/** The one path of a tool call: arguments in, result or explained error out. It never throws. */
export async function callTool(
  tool: Tool,
  args: Record<string, unknown>,
  request: ServerContext,
  services: Services,
): Promise<CallToolResult> {
  const started = performance.now();
  const origin = originOf(request);
  const { requestId, ...from } = origin;
  const log = services.log.child({ tool: tool.name, request_id: requestId, ...from });
  const finish = (outcome: CallEvent["outcome"], result: CallToolResult, error?: unknown): CallToolResult => {
    const ms = Math.round(performance.now() - started);
    log.info({ outcome, ms, ...errorFacts(error) }, "tool call");
    services.onCall?.({ tool: tool.name, outcome, ms });
    return result;
  };

  const { id, own, faults: scopeFaults } = takeScope(tool.scope, args, services.defaults);
  const joined = Object.keys(args).filter((name) => !Object.hasOwn(own, name));
  const prepared = tool.prepare(own, joined);
  const faults = [...scopeFaults, ...("faults" in prepared ? prepared.faults : [])];
  if (faults.length > 0 || "faults" in prepared) return finish("invalid", failure(inputText(tool, faults)));

  try {
    const context = toolContext(request, origin, services);
    const outcome = await perform(prepared, { tool, context, id, log, sends: services.sends });
    return finish("ok", success(tool, outcome, log));
  } catch (error) {
    if (request.mcpReq.signal.aborted) return finish("cancelled", failure("Cancelled."), error);
    return finish("error", failure(explain(error, tool, services.selected)), error);
  }
}

interface Performance {
  tool: Tool;
  context: ToolContext;
  id: string;
  log: Log;
  sends: Sends;
}

/** Runs the call; a send is composed, and leaves behind the guards. */
async function perform(ready: Ready, { tool, context, id, log, sends }: Performance): Promise<unknown> {
  if ("run" in ready) return ready.run(context, id);
  const { kapso, signal } = context;
  return sends.guard.deliver({
    tool: tool.name,
    outgoing: ready.compose(context, id),
    request: ready.request,
    kapso,
    signal,
    log,
  });
}

function toolContext({ mcpReq }: ServerContext, origin: Origin, services: Services): ToolContext {
  const { kapso, media, mediaResources, exports, web, defaults, sends, selected } = services;
  const token = mcpReq._meta?.progressToken;
  return {
    windows: sends.windows,
    advise: (code) => advise(code, selected),
    kapso: kapso.forCall(origin),
    ...(media !== undefined && { media }),
    ...(mediaResources !== undefined && { mediaResources }),
    ...(exports !== undefined && { exports: exports.of(origin.caller ?? "") }),
    ...(web !== undefined && { web }),
    defaultPhoneNumberId: defaults.phoneNumberId,
    signal: mcpReq.signal,
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

/** Data is parsed with the output schema, which also drops what must not leave; the text is made from it. */
function success(tool: Tool, outcome: unknown, log: Log): CallToolResult {
  const { data, attachments } =
    outcome instanceof WithAttachments ? outcome : new WithAttachments<unknown>(outcome, []);
  const result = readable(tool.output, data, (fields) => log.warn({ fields }, "left out fields of an unexpected type"));
  const structuredContent = cleanResult(result);
  return {
    content: [{ type: "text", text: JSON.stringify(structuredContent) }, ...attachments],
    structuredContent,
  };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text: cleanText(text).text }], isError: true };
}

function inputText(tool: Tool, faults: readonly Fault[]): string {
  const lines = faults.map((fault) => `- ${faultText(fault)}`);
  return `Nothing was done. ${tool.name} was called with arguments it does not take:\n${lines.join("\n")}`;
}
