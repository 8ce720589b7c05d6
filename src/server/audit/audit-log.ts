import { createHmac, randomUUID } from "node:crypto";
import { personKey } from "../../kapso/people.ts";
import type { Log } from "../../log.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { AppendFile } from "./append-file.ts";

/** What is known of a write before it leaves. No content, ever. */
export interface AuditFacts {
  tool: string;
  phoneNumberId?: string | undefined;
  /** As addressed; only its HMAC is written. */
  recipient?: string | undefined;
  requestId: string;
  /** Name of the client program, as it calls itself. */
  client?: string | undefined;
  /** Whose token the call came with. */
  caller?: string | undefined;
}

/** What became of a write. */
export interface AuditOutcome {
  outcome: "sent" | "done" | "refused" | "failed" | "unknown" | "deduplicated" | "not_sent" | "cancelled";
  messageId?: string | undefined;
  /** Variable of the rule that refused. */
  rule?: string | undefined;
  confirmedBy?: "person" | "nobody_could_be_asked" | "not_needed" | undefined;
}

export interface AuditEntry {
  /** Records the outcome. Never fails: a line that cannot be written is kept, and holds later writes up. */
  end(outcome: AuditOutcome): Promise<void>;
}

export interface Audit {
  /** Records that a write is about to happen. @throws ToolError when it cannot: then it must not happen */
  begin(facts: AuditFacts): Promise<AuditEntry>;
}

export interface AuditSettings {
  path: string;
  key: string;
  log: Log;
  now?: () => number;
}

/** Where the operator wants no record. */
export const NO_AUDIT: Audit = { begin: async () => ({ end: async () => undefined }) };

/**
 * A record of writes: a line when one begins, a line when it ends, with the same `id`. The second repeats the facts, so
 * it says everything by itself; a first without a second is a write whose outcome this process did not live to see.
 */
export class AuditLog implements Audit {
  readonly #file: AppendFile;
  readonly #key: string;
  readonly #log: Log;
  readonly #now: () => number;
  /** Outcomes that could not be written: as many as writes were under way, since none begins until all are paid. */
  readonly #owed: string[] = [];

  constructor({ path, key, log, now = Date.now }: AuditSettings) {
    this.#file = new AppendFile(path);
    this.#key = key;
    this.#log = log;
    this.#now = now;
  }

  async begin(facts: AuditFacts): Promise<AuditEntry> {
    const fields = { id: randomUUID(), ...factsOf(facts, this.#key) };
    try {
      this.#payOwed();
      this.#file.append(this.#line("begin", fields));
    } catch (error) {
      this.#log.error({ code: codeOf(error), tool: facts.tool }, "audit log cannot be written: refused a write");
      throw unwritable(error);
    }
    return { end: async (outcome) => this.#end(fields, outcome) };
  }

  #end(fields: { id: string; tool: string }, outcome: AuditOutcome): void {
    this.#owed.push(this.#line("end", { ...fields, ...outcomeOf(outcome) }));
    try {
      this.#payOwed();
    } catch (error) {
      const what = { code: codeOf(error), audit_id: fields.id, tool: fields.tool, outcome: outcome.outcome };
      this.#log.error(what, "audit log cannot be written: writes are refused until this outcome is in it");
    }
  }

  #payOwed(): void {
    for (let line = this.#owed[0]; line !== undefined; line = this.#owed[0]) {
      this.#file.append(line);
      this.#owed.shift();
    }
  }

  #line(phase: "begin" | "end", fields: object): string {
    return JSON.stringify({ time: new Date(this.#now()).toISOString(), phase, ...fields });
  }
}

function factsOf({ tool, phoneNumberId, recipient, requestId, client, caller }: AuditFacts, key: string) {
  return {
    tool,
    phone_number_id: phoneNumberId,
    recipient:
      recipient === undefined ? undefined : createHmac("sha256", key).update(personKey(recipient)).digest("hex"),
    request_id: short(requestId),
    client: short(client),
    caller,
  };
}

function outcomeOf({ outcome, messageId, rule, confirmedBy }: AuditOutcome) {
  return { outcome, message_id: short(messageId), rule, confirmed_by: confirmedBy };
}

/** What others choose is bounded, so that a line stays one. */
const short = (text: string | undefined) => text?.slice(0, 300);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function unwritable(cause: unknown): ToolError {
  const code = codeOf(cause);
  const why = code === undefined ? "" : ` (${code})`;
  return new ToolError(
    `Nothing was done. The audit log (KAPSO_AUDIT_LOG) cannot be written${why}, and this server changes and sends ` +
      "nothing that it cannot record. Reading goes on. Tell the operator.",
    { cause },
  );
}
