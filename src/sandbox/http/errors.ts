import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The two error envelopes of contract README section 7, as exceptions: thrown where a fault is found. */

export interface Failure {
  status: ContentfulStatusCode;
  /** A string is sent as HTML, as an edge would. */
  body: Record<string, unknown> | string;
  headers?: Record<string, string>;
}

export class ApiError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`HTTP ${failure.status}`);
    this.name = "ApiError";
    this.failure = failure;
  }
}

export interface GraphDetails {
  type?: "OAuthException" | "GraphMethodException" | "MessageError";
  subcode?: number;
  details?: string;
  /** Templates and settings: a title and a text for a person. */
  user?: { title: string; message: string };
  transient?: boolean;
}

/** Graph's envelope. The message of most codes starts with the code: see `titled`. */
export function graphFailure(
  status: ContentfulStatusCode,
  code: number,
  message: string,
  { type = "OAuthException", subcode, details, user, transient }: GraphDetails = {},
): Failure {
  const error = {
    message,
    type,
    code,
    ...(subcode !== undefined && { error_subcode: subcode }),
    ...(details !== undefined && { error_data: { messaging_product: "whatsapp", details } }),
    ...(transient !== undefined && { is_transient: transient }),
    ...(user !== undefined && { error_user_title: user.title, error_user_msg: user.message }),
    ...(type !== "MessageError" && { fbtrace_id: traceId(`${code}${message}${details ?? ""}`) }),
  };
  return { status, body: { error } };
}

/** `(#131009) Parameter value is not valid` */
export const titled = (code: number, title: string) => `(#${code}) ${title}`;

/** Kapso's own envelope: `error` is a string. */
export function kapsoFailure(status: ContentfulStatusCode, error: string, more: Record<string, unknown> = {}): Failure {
  return { status, body: { error, ...more } };
}

export const graph = (...args: Parameters<typeof graphFailure>) => new ApiError(graphFailure(...args));
export const kapso = (...args: Parameters<typeof kapsoFailure>) => new ApiError(kapsoFailure(...args));

/** A parameter that is missing (131008), of the wrong kind (100) or has a bad value (131009). */
export const missingParameter = (details: string) =>
  graph(400, 131008, titled(131008, "Required parameter is missing"), { details });
export const invalidParameter = (details: string, type: GraphDetails["type"] = "OAuthException") =>
  graph(400, 100, titled(100, "Invalid parameter"), { details, type });
export const invalidValue = (details: string) =>
  graph(400, 131009, titled(131009, "Parameter value is not valid"), { details });

/** What a passthrough endpoint says about an id that it does not know (contract README section 17). */
export function noSuchObject(method: string, id: string): ApiError {
  const message =
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
    "missing permissions, or does not support this operation.";
  return graph(400, 100, message, { type: "GraphMethodException", subcode: 33 });
}

/** What a stored-data endpoint says about a record that it does not know. */
export function recordNotFound(what: "Message" | "Conversation" | "Contact"): ApiError {
  const type = what === "Message" ? "MessageError" : "GraphMethodException";
  return graph(404, 404, `${what} not found`, { type });
}

export const unknownPath = () => graph(404, 100, "Unknown path components");
export const methodNotAllowed = () => graph(405, 100, "Unsupported method for this path");
export const numberNotFound = () => kapso(404, "WhatsApp configuration not found");

/** Made up, and the same for the same error: FNV-1a in base 36. */
function traceId(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `Asbx${hash.toString(36).toUpperCase().padStart(7, "0")}`;
}
