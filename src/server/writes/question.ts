import { isGroup, type Outgoing } from "../../tools/outgoing.ts";
import type { Tool } from "../../tools/tool.ts";
import { quoted } from "../../tools/untrusted.ts";

/** What a person is asked about: a send as it would leave, or a call with its target. */
export interface Deed {
  tool: Tool;
  /** The id of the number or the account that it is about; empty where the arguments say. */
  scopeId: string;
  args: Record<string, unknown>;
  outgoing?: Outgoing | undefined;
}

/** A dialogue shows so much. */
const LONGEST = 1_500;

/** The question as a person reads it. Everything in it is shown in quotes, with what no screen shows made visible. */
export function questionOf(deed: Deed): string {
  const lines = deed.outgoing === undefined ? aboutTarget(deed) : aboutSend(deed.tool, deed.outgoing);
  const text = lines.join("\n");
  const rest = text.length - LONGEST;
  return rest > 0 ? `${text.slice(0, LONGEST)}\n... and ${rest} more characters` : text;
}

function aboutSend(tool: Tool, outgoing: Outgoing): string[] {
  if (outgoing.kind === "request") {
    const { path, query, body } = outgoing.request;
    return [`${tool.title}?`, `path: ${quoted(path)}`, ...shown({ query, body })];
  }
  const { phoneNumberId, to, body } = outgoing;
  return [
    `${tool.title}?`,
    `from number: ${phoneNumberId}`,
    `to ${isGroup(outgoing) ? "group" : "customer"}: ${quoted(to)}`,
    ...(body.context === undefined ? [] : [`in answer to: ${quoted(body.context.message_id)}`]),
    ...shown({ [body.type]: body[body.type] }),
  ];
}

function aboutTarget({ tool, scopeId, args }: Deed): string[] {
  return [`${tool.title}?`, ...(scopeId === "" ? [] : [`of: ${scopeId}`]), ...shown(args)];
}

function shown(values: Record<string, unknown>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${quoted(value)}`]));
}
