import { ToolError } from "../definition/tool-error.ts";
import { PrivateAddress } from "./dial.ts";

const OTHERWISE = "Give another public https link, or the bytes in data_base64.";

/** A link that is not fetched, or not to its end: why, and what else there is. */
export class RefusedLink extends ToolError {
  constructor(
    readonly reason: string,
    next: string,
    cause?: unknown,
  ) {
    super(`url: ${reason}. ${next}`, { cause });
  }
}

export function refusedLink(reason: string, next = OTHERWISE, cause?: unknown): RefusedLink {
  return new RefusedLink(reason, next, cause);
}

const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: "its host is not known",
  EAI_AGAIN: "its host could not be looked up",
  ECONNREFUSED: "its host takes no connection",
  UND_ERR_CONNECT_TIMEOUT: "its host takes no connection",
  ETIMEDOUT: "its host takes no connection",
  UND_ERR_HEADERS_TIMEOUT: "its host did not answer in time",
  UND_ERR_BODY_TIMEOUT: "its host stopped in the middle of the file",
};
const TLS = /^ERR_TLS|^ERR_SSL|^EPROTO$|CERT|SELF_SIGNED|UNABLE_TO_/;

/** What broke a request, in words that tell nothing of the addresses behind a name. */
export function brokenRequest(cause: unknown, redirected: boolean): ToolError {
  if (cause instanceof PrivateAddress) {
    const leads = redirected ? "is redirected to a private address" : "leads to a private address";
    return refusedLink(`${leads}; only public ones are fetched`, OTHERWISE, cause);
  }
  const code = codeOf(cause);
  if (TLS.test(code)) return refusedLink("the certificate of its host is not trusted", OTHERWISE, cause);
  const reason = CODES[code] ?? "the connection to its host broke";
  return refusedLink(reason, `Try again in a moment, or: ${OTHERWISE}`, cause);
}

/** The code of an error, or of the first of several attempts. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}
