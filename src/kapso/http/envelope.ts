import { errorCode, KapsoError, type RetryClass } from "./errors.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { codeOfText, isMissingRoute } from "./reasons.ts";
import { throttlingCodes } from "./retry.ts";

/** An answer that refuses: status 300 and above. */
export interface Refusal {
  status: number;
  text: string;
  /** The body parsed, or undefined when it is not JSON. */
  body: unknown;
  retryAfterMs?: number;
  /** Whether the request may be repeated without harm; what a 5xx means depends on it. */
  repeatable: boolean;
  /** Asked for a file at an address that the API gave: a 404 is about the file, and not about our base URL. */
  isFile?: boolean;
}

const RAW_LENGTH = 2_000;

/** Reads a refusal in either envelope of `contract/README.md` section 7, or in none. */
export function readRefusal(refusal: Refusal): KapsoError {
  const { status, body, retryAfterMs } = refusal;
  const error = isRecord(body) ? body["error"] : undefined;
  const common = {
    httpStatus: status,
    retryAfterMs,
    nextSteps: isRecord(body) ? string(body["next_steps"]) : undefined,
    raw: refusal.text.slice(0, RAW_LENGTH) || undefined,
  };
  if (isRecord(error))
    return new KapsoError({
      ...common,
      ...readGraph(error, refusal),
      requestSent: true,
    });
  if (isRecord(body) && typeof error === "string") {
    return new KapsoError({
      ...common,
      ...readKapso(error, body, refusal),
      requestSent: true,
    });
  }
  const code = edgeCode(refusal);
  return new KapsoError({
    ...common,
    kind: "http",
    code,
    title: `The API answered HTTP ${status} without an error of its own`,
    retryable: retryClass(refusal, code),
    requestSent: true,
  });
}

function readGraph(error: JsonRecord, refusal: Refusal) {
  const code = number(error["code"]) ?? null;
  const subcode = number(error["error_subcode"]);
  const data = error["error_data"];
  return {
    kind: "graph" as const,
    code,
    subcode,
    title: (string(error["message"]) ?? `HTTP ${refusal.status}`).replace(/^\(#\d+\)\s*/, ""),
    details: isRecord(data) ? string(data["details"]) : string(data),
    userTitle: string(error["error_user_title"]),
    userMessage: string(error["error_user_msg"]),
    traceId: string(error["fbtrace_id"]),
    link: link(error["href"]),
    retryable: error["is_transient"] === true ? ("L" as const) : retryClass(refusal, code, subcode),
  };
}

function readKapso(error: string, body: JsonRecord, refusal: Refusal) {
  const code = kapsoCode(error, body, refusal);
  return {
    kind: "kapso" as const,
    code,
    title: error,
    details: string(body["detail"]) ?? string(body["message"]),
    link: link(body["billing_url"]) ?? link(body["href"]),
    retryable: retryClass(refusal, code),
  };
}

/** Of an answer that is in no envelope: who gave it can only be told from the status. */
function edgeCode({ status, body, isFile }: Refusal): string | null {
  if (isMissingRoute(status, body)) return isFile ? "file_gone" : "no_such_route";
  if (status === 429) return "rate_limit_exceeded";
  return status >= 500 ? "edge_error" : null;
}

function kapsoCode(error: string, body: JsonRecord, { status, isFile }: Refusal): string | null {
  if (isMissingRoute(status, body)) return isFile ? "file_gone" : "no_such_route";
  const code = string(body["code"]);
  const given = [code, error].find((name) => name !== undefined && errorCode(name));
  if (given !== undefined) return given;
  return codeOfText(error, status) ?? (code !== undefined && /^[\w.-]{1,64}$/.test(code) ? code : null);
}

function retryClass(refusal: Refusal, code: number | string | null, subcode?: number): RetryClass {
  const known = errorCode(code, subcode)?.retry ?? byStatus(refusal.status);
  return known === "A" && refusal.repeatable ? "L" : known;
}

function byStatus(status: number): RetryClass {
  if (status === 408 || status >= 500) return "A";
  if (status === 429) return "L";
  if (status < 400 || (status >= 401 && status <= 403)) return "H";
  return "F";
}

/** Answers of 5xx that say for certain that nothing was done. */
const clearRefusals: ReadonlySet<number | string | null> = new Set([...throttlingCodes, 131057]);

/** Whether the request may have taken effect: no readable answer after it left, or a failure behind the proxy. */
export function isAmbiguous(error: KapsoError): boolean {
  if (!error.requestSent) return false;
  if (error.httpStatus === undefined || error.httpStatus < 300) return true;
  if (error.httpStatus === 408) return true;
  if (error.httpStatus < 500 || clearRefusals.has(error.code)) return false;
  return !["N", "F", "H"].includes(errorCode(error.code, error.subcode)?.retry ?? "A");
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function link(value: unknown): string | undefined {
  return typeof value === "string" && /^https:\/\/\S{1,2000}$/.test(value) ? value : undefined;
}
