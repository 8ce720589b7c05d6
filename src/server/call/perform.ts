import type { InputRequiredResult } from "@modelcontextprotocol/server";
import type { Ready, Tool, ToolContext } from "../../tools/definition/tool.ts";
import type { Sends } from "../sends/sends.ts";
import type { Done, Write, Writes } from "../writes/writes.ts";
import type { Origin } from "./origin.ts";
import type { Turns } from "./turns.ts";

/** A call that is ready, with what it runs in. */
interface Call extends Omit<Write, "outgoing" | "kapso" | "signal"> {
  context: ToolContext;
}

/** Runs a call: a read at once, a write behind the operator's rules, a send behind the guards of sends as well. */
export async function perform(
  ready: Ready,
  call: Call,
  { sends, writes, walks }: { sends: Sends; writes: Writes; walks?: Turns },
): Promise<Done | InputRequiredResult> {
  const { context, scopeId, tool, log } = call;
  const { kapso, signal } = context;
  if ("run" in ready) {
    const run = () => inTurn(tool, call.origin, signal, walks, () => ready.run(context, scopeId));
    return tool.effect === "read"
      ? { value: await run(), confirmedBy: "not_needed" }
      : writes.perform({ ...call, kapso, signal }, run);
  }
  const outgoing = ready.compose(context, scopeId);
  const { request } = ready;
  return writes.perform({ ...call, kapso, signal, outgoing }, (reserve) =>
    sends.guard.deliver({ tool: tool.name, outgoing, request, kapso, signal, log, reserve }),
  );
}

/** What walks waits until its caller has few others that do. */
export function inTurn<T>(
  { walks }: Pick<Tool, "walks">,
  { caller = "" }: Pick<Origin, "caller">,
  signal: AbortSignal,
  turns: Turns | undefined,
  run: () => Promise<T>,
): Promise<T> {
  return walks && turns !== undefined ? turns.run(caller, signal, run) : run();
}
