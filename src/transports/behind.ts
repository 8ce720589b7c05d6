import type { McpHttpHandler } from "@modelcontextprotocol/server";
import type { Log } from "../log.ts";
import type { Admission } from "./admission.ts";
import type { Metrics } from "./metrics.ts";
import type { SseSessions } from "./sse.ts";
import type { Unread } from "./unread.ts";

/** What the routes lead to. */
export interface Behind {
  mcp: McpHttpHandler;
  sse: SseSessions;
  admission: Admission;
  unread: Unread;
  /** How long an answer to a caller who asks too often is held back. */
  holdMs: number;
  metrics: Metrics;
  /** Whether the service behind this server answers. */
  reachable(): Promise<boolean>;
  log: Log;
}
