import type { RetryClass } from "./code-table.ts";
import { type Reason, reasonOf } from "./reasons.ts";

export type { RetryClass } from "./code-table.ts";
export { allErrorCodes, type ErrorCode, errorCode } from "./codes.ts";
export type { Reason } from "./reasons.ts";

/**
 * Where a failure comes from.
 * - `graph`, `kapso`: the API refused, in one of its two envelopes; `http`: it refused in no envelope that we know
 * - `network`, `timeout`, `aborted`: no answer; `requestSent` says whether the request had left
 * - `invalid_response`: an answer that cannot be read or must not be used
 * - `invalid_request`: refused here, before any request; `field` names the argument
 * - `unknown_outcome`: what must not be repeated may have taken effect; check before repeating
 */
export type ErrorKind =
  | "graph"
  | "kapso"
  | "http"
  | "network"
  | "timeout"
  | "aborted"
  | "invalid_response"
  | "invalid_request"
  | "unknown_outcome";

/** The facts of a failure: `contract/README.md` section 7, "Normalised client error". */
export interface ErrorFacts {
  kind: ErrorKind;
  /** One short sentence; the API's own message without its `(#code)` prefix where there is one. */
  title: string;
  httpStatus?: number;
  /** Graph's number, Kapso's string, the system's code (`ECONNREFUSED`), or null where there is none. */
  code?: number | string | null;
  subcode?: number;
  details?: string;
  /** Kapso's own advice, `next_steps` of its refusals. */
  nextSteps?: string;
  /** Meta's words for a human. */
  userTitle?: string;
  userMessage?: string;
  traceId?: string;
  /** Where a human can act or read more: `billing_url` or `href` of the answer. */
  link?: string;
  retryable: RetryClass;
  /** How long the service asks to wait, from `Retry-After` or from the wait that the client declined to make. */
  retryAfterMs?: number;
  /** The argument that is wrong, where known. */
  field?: string;
  /** False only when it is certain that no byte of the request reached the service. */
  requestSent: boolean;
  /** The body as it came, credentials removed, cut to 2,000 characters. It may hold customers' data: not for logs. */
  raw?: string;
  cause?: unknown;
}

/** The one error of this folder. Facts only: the words for the model are made elsewhere. */
export class KapsoError extends Error {
  override readonly name = "KapsoError";
  readonly kind: ErrorKind;
  readonly title: string;
  readonly httpStatus: number | undefined;
  readonly code: number | string | null;
  readonly subcode: number | undefined;
  readonly details: string | undefined;
  readonly nextSteps: string | undefined;
  readonly userTitle: string | undefined;
  readonly userMessage: string | undefined;
  readonly traceId: string | undefined;
  readonly link: string | undefined;
  readonly retryable: RetryClass;
  readonly retryAfterMs: number | undefined;
  readonly field: string | undefined;
  readonly requestSent: boolean;
  // Private, so that a logger that copies an error's own properties does not copy a customer's message.
  readonly #raw: string | undefined;

  constructor(facts: ErrorFacts) {
    const code = facts.code ?? null;
    const message = [code === null ? facts.title : `(${code}) ${facts.title}`, facts.details].filter(Boolean);
    super(message.join(": "), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = facts.kind;
    this.title = facts.title;
    this.httpStatus = facts.httpStatus;
    this.code = code;
    this.subcode = facts.subcode;
    this.details = facts.details;
    this.nextSteps = facts.nextSteps;
    this.userTitle = facts.userTitle;
    this.userMessage = facts.userMessage;
    this.traceId = facts.traceId;
    this.link = facts.link;
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs;
    this.field = facts.field;
    this.requestSent = facts.requestSent;
    this.#raw = facts.raw;
  }

  /** What the refusal means; undefined where only its code and words tell, or where it is none of the API's. */
  get reason(): Reason | undefined {
    const { httpStatus: status, code, subcode, title: text } = this;
    return reasonOf({ status, code, subcode, text });
  }

  get raw(): string | undefined {
    return this.#raw;
  }

  /** The same failure with some facts put differently. */
  with(changes: Partial<ErrorFacts>): KapsoError {
    return new KapsoError({
      ...this.facts(),
      raw: this.#raw,
      cause: this.cause,
      ...changes,
    });
  }

  /** The facts without `raw` and `cause`. */
  toJSON(): Omit<ErrorFacts, "raw" | "cause"> {
    return this.facts();
  }

  private facts(): Omit<ErrorFacts, "raw" | "cause"> {
    const { kind, title, httpStatus, code, subcode, details, nextSteps, userTitle, userMessage } = this;
    const { traceId, link, retryable, retryAfterMs, field, requestSent } = this;
    return {
      kind,
      title,
      httpStatus,
      code,
      subcode,
      details,
      nextSteps,
      userTitle,
      userMessage,
      traceId,
      link,
      retryable,
      retryAfterMs,
      field,
      requestSent,
    };
  }
}

/** An argument that is refused before any request. */
export function invalidRequest(field: string, must: string, code = "invalid_argument"): KapsoError {
  return new KapsoError({
    kind: "invalid_request",
    code,
    title: `${field} ${must}`,
    field,
    retryable: "F",
    requestSent: false,
  });
}

/** A 2xx answer that says nothing usable. Only a body that was cut off is worth asking for again. */
export function invalidResponse(
  code:
    | "empty_body"
    | "truncated_body"
    | "not_json"
    | "unexpected_shape"
    | "too_large"
    | "host_not_allowed"
    | "sha256_mismatch",
  title: string,
  httpStatus?: number,
): KapsoError {
  const interrupted = code === "empty_body" || code === "truncated_body";
  return new KapsoError({
    kind: "invalid_response",
    code,
    title,
    httpStatus,
    retryable: interrupted ? "L" : code === "too_large" ? "F" : "H",
    requestSent: true,
  });
}
