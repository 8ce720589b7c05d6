import { z } from "zod";
import { readPhone } from "../contacts/phone.ts";
import { failureNames, findFailure } from "../http/failures.ts";

/** Fault rules: what goes wrong with the next requests that match (contract errors.md section 15). */

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}, "must be a regular expression");

const match = z.strictObject({
  method: z.enum(["GET", "POST", "PATCH", "PUT", "DELETE"]).optional(),
  /** A regular expression on the path of the URL. */
  path: pattern.optional(),
  /** The recipient of a send. */
  to: z.string().min(1).optional(),
});

export const faultRule = z
  .strictObject({
    match: match.default({}),
    /** How many matching requests it hits. */
    times: z.int().min(1).max(1_000_000).default(1),
    latency_ms: z.int().min(0).max(600_000).default(0),
    /** Waits before the request takes effect; `latency_ms` is after it. */
    delay_ms: z.int().min(0).max(600_000).default(0),
    /** A ready-made answer by name or code, as `GET /_sandbox/info` lists them. */
    failure: z
      .union([z.string(), z.int()])
      .transform(String)
      .refine((name) => findFailure(name) !== undefined, { error: () => `must be one of ${failureNames().join(", ")}` })
      .optional(),
    status: z.int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** A string is sent as it is, anything else as JSON. */
    body: z.json().optional(),
    /** The request takes effect before the faulty answer is given. */
    effect: z.boolean().default(false),
    /** The connection is cut before the request takes effect, or after. */
    reset: z.enum(["before", "after"]).optional(),
    /** The connection ends in the middle of the answer's body. */
    truncate: z.boolean().default(false),
    truncate_bytes: z.int().min(0).optional(),
  })
  .superRefine((rule, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    const answers = rule.status !== undefined || rule.failure !== undefined;
    const cuts = rule.reset !== undefined;
    const truncates = rule.truncate || rule.truncate_bytes !== undefined;
    if (!answers && !cuts && !truncates && rule.latency_ms + rule.delay_ms === 0) {
      refuse("needs one of latency_ms, delay_ms, failure, status, reset, truncate");
    }
    if (rule.failure !== undefined && rule.status !== undefined) refuse("takes either failure or status");
    if (rule.status === undefined && (rule.headers ?? rule.body) !== undefined)
      refuse("headers and body need a status");
    if (rule.effect && !answers) refuse("effect needs a failure or a status");
    if (cuts && (answers || truncates)) refuse("reset stands without failure, status and truncate");
  });

export type FaultRule = z.output<typeof faultRule>;

export class Faults {
  #rules: FaultRule[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ ...rule });
  }

  all(): readonly FaultRule[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that matches, used up by one. */
  take(method: string, path: string, recipient: string | undefined): FaultRule | undefined {
    const rule = this.#rules.find((each) => matches(each.match, method, path, recipient));
    if (rule === undefined) return undefined;
    rule.times -= 1;
    if (rule.times === 0) this.#rules = this.#rules.filter((each) => each !== rule);
    return rule;
  }
}

function matches(wanted: FaultRule["match"], method: string, path: string, recipient: string | undefined): boolean {
  return (
    (wanted.method === undefined || wanted.method === method) &&
    (wanted.path === undefined || new RegExp(wanted.path).test(path)) &&
    (wanted.to === undefined || (recipient !== undefined && sameAddress(wanted.to, recipient)))
  );
}

function sameAddress(one: string, other: string): boolean {
  return (readPhone(one) ?? one) === (readPhone(other) ?? other);
}
