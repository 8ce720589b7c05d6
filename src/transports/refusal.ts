/** JSON-RPC error codes of what HTTP itself refuses, as the SDK uses them. */
export const CODES = {
  refused: -32000,
  unknownSession: -32001,
  parseError: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internal: -32603,
} as const;

export type RpcId = string | number | null;

export interface Refusal {
  status: number;
  message: string;
  /** Default: `CODES.refused`. */
  code?: number;
  retryAfterSeconds?: number;
  headers?: Record<string, string>;
}

/** A refusal as an MCP client reads it: the status, and a JSON-RPC error for the request that it answers. */
export function refuse(refusal: Refusal, id: RpcId = null): Response {
  const { status, message, code = CODES.refused, retryAfterSeconds } = refusal;
  const headers = new Headers(refusal.headers);
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id }, { status, headers });
}

export function refuseMethod(...allowed: string[]): Response {
  return refuse({ status: 405, message: "Method not allowed.", headers: { allow: allowed.join(", ") } });
}
