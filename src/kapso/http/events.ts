import type { Reason } from "./reasons.ts";
import type { Method } from "./transport.ts";

/** What became of one attempt, for logs and metrics. No secret, no text, no phone number: the path is its template. */
export interface RequestEvent {
  method: Method;
  path: string;
  status?: number;
  code?: number | string | null;
  reason?: Reason;
  ms: number;
  attempt: number;
  /** Of the call that the request belongs to, where it is known. */
  requestId?: string;
}

/** The call that requests belong to. */
export interface CallTag {
  /** Names it in every `RequestEvent`. */
  requestId: string;
  /** W3C trace context; goes to the API and to nobody else. */
  traceparent?: string;
}
