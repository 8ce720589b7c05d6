import { type AuthInfo, type ServerContext, TRACEPARENT_META_KEY } from "@modelcontextprotocol/server";

/** Where a call comes from, as far as its transport knows. */
export interface Origin {
  /** Names the call in the log. Over HTTP the id of the HTTP request, else the one of the JSON-RPC request. */
  requestId: string;
  /** Whose token it came with. */
  caller?: string;
  /** W3C trace context: the span that the call belongs to. */
  traceparent?: string;
}

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What the HTTP transports hand through the SDK, which passes it on unseen. The token itself goes no further. */
export function carryOrigin({ requestId, caller = "", traceparent }: Origin): AuthInfo {
  return { token: "", clientId: caller, scopes: [], extra: { requestId, traceparent } };
}

/** The origin of a call; a trace that the caller names in `_meta` is nearer to it than an HTTP header. */
export function originOf({ http, mcpReq }: ServerContext): Origin {
  const { requestId = mcpReq.id, traceparent: header } = http?.authInfo?.extra ?? {};
  const caller = http?.authInfo?.clientId;
  const trace = [mcpReq._meta?.[TRACEPARENT_META_KEY], header].find(isTraceparent);
  return {
    requestId: String(requestId),
    ...(caller !== undefined && caller !== "" && { caller }),
    ...(trace !== undefined && { traceparent: trace }),
  };
}

function isTraceparent(value: unknown): value is string {
  return typeof value === "string" && traceparent.test(value);
}
