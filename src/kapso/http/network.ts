import { KapsoError, type RetryClass } from "./errors.ts";
import type { CutBy } from "./limit.ts";

/** What is known of an exchange that brought no answer. */
export interface Interruption {
  sent: boolean;
  cutBy: CutBy | undefined;
  httpStatus?: number;
}

/** Failures of a connection that was never made: the only network failures after which a send may be repeated. */
const connectFailures: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "connect_timeout",
]);

/** undici's timeouts, by its error codes. ETIMEDOUT is the system's, and comes before a connection stands. */
const timeouts: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "connect_timeout",
  ETIMEDOUT: "connect_timeout",
  UND_ERR_HEADERS_TIMEOUT: "headers_timeout",
  UND_ERR_BODY_TIMEOUT: "body_timeout",
};

const tls = /^ERR_TLS|^ERR_SSL|^EPROTO$|CERT|SELF_SIGNED|UNABLE_TO_/;

/** Whether the connection failed before anything was sent, in one of the ways that a repetition may cure. */
export function isConnectFailure(error: KapsoError): boolean {
  return !error.requestSent && typeof error.code === "string" && connectFailures.has(error.code);
}

/** Turns what undici, the system or an abort threw into a `KapsoError` of kind network, timeout or aborted. */
export function interrupted(cause: unknown, { sent, cutBy, httpStatus }: Interruption): KapsoError {
  const common = { requestSent: sent, httpStatus, cause };
  if (cutBy === "aborted") return aborted(sent, cause);
  if (cutBy === "timeout") {
    const title = "The API took longer than the whole call may take";
    return new KapsoError({
      ...common,
      kind: "timeout",
      code: "call_timeout",
      title,
      retryable: waitClass(sent),
    });
  }
  const code = systemCode(cause);
  const timeout = timeouts[code];
  if (timeout !== undefined) {
    const title = timeout === "connect_timeout" ? "No connection to the API in time" : "No answer of the API in time";
    return new KapsoError({
      ...common,
      kind: "timeout",
      code: timeout,
      title,
      retryable: waitClass(sent),
    });
  }
  const failed = tls.test(code);
  return new KapsoError({
    ...common,
    kind: "network",
    code: code === "UND_ERR_SOCKET" || code === "ECONNRESET" ? "connection_lost" : code,
    title: failed
      ? "The API's certificate was refused"
      : sent
        ? "The connection to the API broke"
        : "No connection to the API",
    retryable: failed ? "H" : waitClass(sent),
  });
}

/** The caller gave the call up, or the client is closing. */
export function aborted(sent: boolean, cause?: unknown): KapsoError {
  return new KapsoError({
    kind: "aborted",
    code: "aborted",
    title: "The call was cancelled",
    retryable: waitClass(sent),
    requestSent: sent,
    cause,
  });
}

function waitClass(sent: boolean): RetryClass {
  return sent ? "L" : "S";
}

/** The code of an error, of its first part (several addresses were tried) or of its cause. */
function systemCode(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 3) return "network_error";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return systemCode(error.errors[0], depth + 1);
  return systemCode(error.cause, depth + 1);
}
