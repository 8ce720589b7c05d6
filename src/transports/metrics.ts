import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CallEvent } from "../server/call/call-tool.ts";

/** What of an upstream request is counted; `path` is its template, so that ids do not become labels. */
export interface UpstreamEvent {
  method: string;
  path: string;
  status?: number;
  /** What a refusal meant, where that is known. */
  reason?: string;
  ms: number;
}

export interface Metrics {
  onCall(event: CallEvent): void;
  onUpstream(event: UpstreamEvent): void;
  /** Takes what reads the number of open sessions whenever the metrics are asked for. */
  watchSessions(read: () => number): void;
  contentType: string;
  text(): Promise<string>;
}

/** Seconds: from a quick read to a call that waits for a customer. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Prometheus metrics, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  watchEventLoop(registers);
  return {
    ...countCalls(registers),
    ...countUpstream(registers),
    watchSessions(read) {
      new Gauge({
        name: "kapso_mcp_sse_sessions",
        help: "Open SSE sessions.",
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

const QUANTILES = [0.5, 0.99, 1];

/** How long what is due has to wait for its turn: a call that computes for long shows here, whoever made it. */
function watchEventLoop(registers: Registry[]): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  new Gauge({
    name: "kapso_mcp_event_loop_delay_seconds",
    help: "Delay of the event loop since the metrics were last asked for; quantile 1 is the longest.",
    labelNames: ["quantile"],
    registers,
    collect() {
      for (const quantile of QUANTILES) this.set({ quantile }, delay.percentile(quantile * 100) / 1e9);
      delay.reset();
    },
  });
}

function countCalls(registers: Registry[]): Pick<Metrics, "onCall"> {
  const calls = new Counter({
    name: "kapso_mcp_tool_calls_total",
    help: "Tool calls by tool and outcome: ok, asked, invalid, error or cancelled.",
    labelNames: ["tool", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "kapso_mcp_tool_call_duration_seconds",
    help: "How long tool calls took.",
    labelNames: ["tool"],
    buckets,
    registers,
  });
  return {
    onCall({ tool, outcome, ms }) {
      calls.inc({ tool, outcome });
      seconds.observe({ tool }, ms / 1000);
    },
  };
}

function countUpstream(registers: Registry[]): Pick<Metrics, "onUpstream"> {
  const requests = new Counter({
    name: "kapso_mcp_upstream_requests_total",
    help: "Requests to Kapso's proxy by method, route, status (none: no answer came) and the reason of a refusal.",
    labelNames: ["method", "route", "status", "reason"],
    registers,
  });
  const seconds = new Histogram({
    name: "kapso_mcp_upstream_request_duration_seconds",
    help: "How long requests to Kapso's proxy took.",
    labelNames: ["method", "route"],
    buckets,
    registers,
  });
  return {
    onUpstream({ method, path, status, reason = "", ms }) {
      requests.inc({ method, route: path, status: status ?? "none", reason });
      seconds.observe({ method, route: path }, ms / 1000);
    },
  };
}
