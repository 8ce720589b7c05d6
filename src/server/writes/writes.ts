import type { InputRequiredResult, ServerContext } from "@modelcontextprotocol/server";
import type { Kapso } from "../../kapso/client.ts";
import { isAmbiguous } from "../../kapso/http/envelope.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import type { Log } from "../../log.ts";
import { isGroup, isTemplate } from "../../tools/definition/outgoing.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import type { Audit, AuditOutcome } from "../audit/audit-log.ts";
import { NothingDone } from "../call/nothing-done.ts";
import type { Origin } from "../call/origin.ts";
import type { Reservation } from "../policy/daily-sends.ts";
import type { Policy } from "../policy/policy.ts";
import { PolicyRefusal } from "../policy/refusal.ts";
import type { PolicyFacts } from "../policy/rules.ts";
import type { Client } from "./client.ts";
import { type Confirmation, type ConfirmedBy, NotConfirmed } from "./confirmation.ts";
import { historyOf } from "./history.ts";
import type { Deed } from "./question.ts";

/** A call that changes something, and where it comes from. */
export interface Write extends Deed {
  request: ServerContext;
  origin: Origin;
  /** Who calls; only a write asks. */
  client(): Client;
  kapso: Kapso;
  signal: AbortSignal;
  log: Log;
}

/** What was done, and who had agreed. */
export interface Done {
  value: unknown;
  confirmedBy: ConfirmedBy;
}

/** Takes a send out of the day's budget, when nothing else stands between it and the wire. */
export type Reserve = () => Reservation;

/** What stands around everything that changes something: the operator's rules, a person's word, the record of it. */
export class Writes {
  readonly #policy: Policy;
  readonly #audit: Audit;
  readonly confirmation: Confirmation;
  /** The rules in words, for the instructions. */
  readonly rules: readonly string[];

  constructor(parts: { policy: Policy; confirmation: Confirmation; audit: Audit; rules: readonly string[] }) {
    this.#policy = parts.policy;
    this.#audit = parts.audit;
    this.confirmation = parts.confirmation;
    this.rules = parts.rules;
  }

  /** Does it, unless a rule or a person is against it, or a person is still to be asked. */
  async perform(write: Write, act: (reserve: Reserve) => Promise<unknown>): Promise<Done | InputRequiredResult> {
    const confirmedBy = await this.#consent(write);
    if (typeof confirmedBy !== "string") return confirmedBy;
    const entry = await this.#audit.begin(auditFacts(write));
    try {
      const value = await act(() => this.#policy.reserve(policyFacts(write)));
      await entry.end({ ...outcomeOf(write, value), confirmedBy });
      return { value, confirmedBy };
    } catch (error) {
      await entry.end({ ...failureOf(error), confirmedBy });
      throw error;
    }
  }

  /** The rules first: nobody is asked about what is refused anyway. Refusals stand in the record too. */
  async #consent(write: Write): Promise<ConfirmedBy | InputRequiredResult> {
    warnOfDrift(write);
    try {
      await this.#policy.check(policyFacts(write), historyOf(write.kapso, write.signal));
      return await this.confirmation.consent(write, write.request, write.client().canAsk);
    } catch (error) {
      if (ruleOf(error) !== undefined) {
        const entry = await this.#audit.begin(auditFacts(write));
        await entry.end(failureOf(error));
      }
      throw error;
    }
  }
}

function warnOfDrift({ kapso, log }: Write): void {
  const minutes = Math.round((kapso.now() - kapso.ruleNow()) / 60_000);
  if (minutes !== 0)
    log.warn({ minutes }, "the service's clock is far from this machine's: rules go by this machine's");
}

function policyFacts({ tool, outgoing, scopeId, kapso }: Write): PolicyFacts {
  const number = outgoing?.phoneNumberId ?? (tool.scope === "phone_number" ? scopeId : undefined);
  return {
    tool: tool.name,
    effect: tool.effect,
    phoneNumberId: number,
    recipient: outgoing?.to,
    isGroup: outgoing !== undefined && isGroup(outgoing),
    isTemplate: outgoing !== undefined && isTemplate(outgoing),
    now: kapso.ruleNow(),
  };
}

function auditFacts({ tool, outgoing, scopeId, args, origin, client }: Write) {
  const { to, recipient, wa_id } = args;
  const person = outgoing?.to ?? [to, recipient, wa_id].find((each) => typeof each === "string");
  return {
    tool: tool.name,
    phoneNumberId: outgoing?.phoneNumberId ?? (tool.scope === "phone_number" ? scopeId : undefined),
    ...(typeof person === "string" && { recipient: person }),
    requestId: origin.requestId,
    client: client().name,
    caller: origin.caller,
  };
}

function outcomeOf({ outgoing }: Write, value: unknown): AuditOutcome {
  if (outgoing === undefined) return { outcome: "done" };
  const data = typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  const { status, deduplicated, message_id } = data;
  return {
    outcome: status === "not_sent" ? "not_sent" : deduplicated === true ? "deduplicated" : "sent",
    ...(typeof message_id === "string" && { messageId: message_id }),
  };
}

function failureOf(error: unknown): AuditOutcome {
  const rule = ruleOf(error);
  if (rule !== undefined) return { outcome: "refused", rule };
  if (error instanceof WithSteps) return failureOf(error.cause);
  if (error instanceof ToolError || error instanceof NothingDone) return { outcome: "failed" };
  // A fault of ours may have come after the effect.
  if (!(error instanceof KapsoError) || error.kind === "unknown_outcome" || isAmbiguous(error)) {
    return { outcome: "unknown" };
  }
  return { outcome: error.kind === "aborted" ? "cancelled" : "failed" };
}

function ruleOf(error: unknown): string | undefined {
  return error instanceof PolicyRefusal || error instanceof NotConfirmed ? error.rule : undefined;
}
