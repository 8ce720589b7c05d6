import { isAmbiguous } from "../../kapso/http/envelope.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import type { Tool as AnyTool } from "../../tools/definition/tool.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { oneLine } from "../../tools/definition/untrusted.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import { NothingDone } from "../call/nothing-done.ts";
import { adviceFor, BY_RETRY_CLASS } from "./lookup.ts";

type Selected = ReadonlySet<string>;
/** What failed: a tool, or what reads as one does. */
export type Tool = Pick<AnyTool, "title" | "effect" | "scope">;

/**
 * An error in words for the model: what happened, why, and the next step. Only trusted text goes in: ours, and the
 * API's own messages. Tools that are not selected are never named.
 */
export function explain(error: unknown, tool: Tool, selected: Selected): string {
  if (error instanceof WithSteps) return [explain(error.cause, tool, selected), ...error.steps].join("\n");
  if (error instanceof KapsoError) return explainKapso(error, tool, selected);
  if (error instanceof ToolError) {
    const next = seeAlso(error.see, selected);
    return [error.message, next].filter(Boolean).join(error.message.includes("\n") ? "\n" : " ");
  }
  return explainOwnFault(error, tool, selected);
}

/** What to do about an error code that a stored record carries. */
export function advise(code: number | string, selected: Selected): string | undefined {
  const advice = adviceFor(code);
  return advice && `${advice.why} ${fill(advice.next, advice.without, selected)}`;
}

/** A fault of ours after a write may have come after its effect: a model must not take it for a refusal. */
function explainOwnFault(error: unknown, tool: Tool, selected: Selected): string {
  const failed = `${tool.title} failed inside this server. The operator finds the reason in its log.`;
  if (tool.effect === "read") return failed;
  if (error instanceof NothingDone) return `${failed}\nNothing was ${done(tool)}.`;
  return `${failed}\nIt is not known whether anything was ${done(tool)}.\nNext: ${checkFirst(tool, selected)}`;
}

function explainKapso(error: KapsoError, tool: Tool, selected: Selected): string {
  // What a code says is of no use where nobody knows whether the call took effect.
  const known = error.kind === "unknown_outcome" ? undefined : adviceOf(error);
  const why = known?.why ?? ownWords(error);
  const next = known === undefined ? nextByKind(error, tool, selected) : fill(known.next, known.without, selected);
  return [
    `${tool.title} failed: ${why} ${reference(error)}`,
    effectText(error, tool),
    detailText(error, why),
    `Next: ${next}${waitText(error)}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** By its code first, then by what it means: codes say more than that, where there is one. */
function adviceOf(error: KapsoError) {
  return adviceFor(codeOf(error)) ?? adviceFor(error.subcode ?? null) ?? adviceFor(error.reason ?? null);
}

/** The API has no code of its own for a cursor that it cannot read: it is a wrong parameter like any other. */
function codeOf({ code, reason, title, details }: KapsoError): KapsoError["code"] {
  if (reason === "no_such_route") return reason;
  return code === 131059 || (code === 100 && /cursor/i.test(`${title} ${details}`)) ? "invalid_cursor" : code;
}

/** Code and status, as a person who looks the error up needs them. */
function reference({ code, httpStatus, traceId }: KapsoError): string {
  const parts = [
    code === null ? "" : `code ${code}`,
    httpStatus === undefined ? "" : `HTTP ${httpStatus}`,
    traceId === undefined ? "" : `trace ${traceId}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}

/** Whether anything has happened: what a model must know before it repeats a write. */
function effectText(error: KapsoError, tool: Tool): string {
  if (tool.effect === "read") return "";
  if (error.kind === "unknown_outcome") return `It is not known whether anything was ${done(tool)}.`;
  if (isAmbiguous(error))
    return `It is not known whether anything was ${done(tool)}; the same call again does no harm.`;
  return `Nothing was ${done(tool)}.`;
}

const done = ({ effect }: Tool) => (effect === "send" ? "sent" : "changed");

/** How to find out whether a write took effect. Messages go out from a number, and stand in its history. */
function checkFirst({ effect, scope }: Tool, selected: Selected): string {
  if (effect === "send" && scope === "phone_number") {
    const look = fill(
      "Look with {list_messages} (direction outbound) whether it was sent.",
      "Ask the operator to check in Kapso whether it was sent.",
      selected,
    );
    return (
      "It was not found in the stored history, which proves nothing: it may still come. " +
      `${look} The same call again is safe: it looks again, and sends nothing. If it is sure that nothing was sent, ` +
      "send with allow_duplicate set to true."
    );
  }
  return "Read the state of what it should have changed, or ask the operator to check, before you call again.";
}

function detailText(error: KapsoError, why: string): string {
  const said = [...new Set([error.title, error.details, error.userTitle, error.userMessage])]
    .filter((text): text is string => text !== undefined && text !== "" && !why.includes(text))
    .map(oneLine);
  const advises = error.nextSteps === undefined ? [] : [`The API advises: ${oneLine(error.nextSteps)}`];
  return [...(said.length === 0 ? [] : [`The API says: ${said.join(" | ")}`]), ...advises].join("\n");
}

function ownWords({ title }: KapsoError): string {
  const text = oneLine(title);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function nextByKind(error: KapsoError, tool: Tool, selected: Selected): string {
  switch (error.kind) {
    case "unknown_outcome":
      return checkFirst(tool, selected);
    case "network":
    case "timeout":
      return "Try again in a moment. If it goes on, tell the operator to check the network and KAPSO_BASE_URL.";
    case "invalid_response":
      if (error.code === "too_large" && tool.effect === "read") {
        return "Ask for less: a smaller limit, or fewer fields. If that does not help, tell the operator.";
      }
      return "Try again once. If it goes on, tell the operator: KAPSO_BASE_URL may not lead to Kapso's proxy.";
    case "invalid_request":
      return error.field === undefined ? "Mend the arguments." : `Mend ${error.field} and call again.`;
    default:
      return BY_RETRY_CLASS[error.retryable] ?? "Tell the operator.";
  }
}

function waitText({ retryAfterMs }: KapsoError): string {
  return retryAfterMs === undefined || retryAfterMs <= 0 ? "" : ` Wait at least ${Math.ceil(retryAfterMs / 1000)} s.`;
}

/** `next` with its tools named, or `without` where one of them is not selected. */
function fill(next: string, without: string | undefined, selected: Selected): string {
  const names = [...next.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  if (names.every((name) => selected.has(name))) return next.replace(/[{}]/g, "");
  return without ?? "Tell the operator.";
}

function seeAlso(names: readonly string[], selected: Selected): string {
  const offered = names.filter((name) => selected.has(name));
  return offered.length === 0 ? "" : `Next: ${offered.join(" or ")}.`;
}
