import { judge } from "./judge.ts";
import type { Exchange } from "./routes.ts";

/** Holds every answer of the sandbox against the contract: as a `fetch`, or one exchange at a time. */

export interface Violation {
  method: string;
  path: string;
  status: number;
  /** Each names the place in the body and what is wrong there. */
  issues: string[];
}

const show = ({ method, path, status, issues }: Violation) =>
  `${method} ${path} answered ${status}:\n${issues.map((issue) => `  ${issue}`).join("\n")}`;

export class ContractViolation extends Error {
  readonly violations: readonly Violation[];
  constructor(violations: readonly Violation[]) {
    super(`The sandbox departs from the contract.\n${violations.map(show).join("\n")}`);
    this.name = "ContractViolation";
    this.violations = violations;
  }
}

function violationOf(exchange: Exchange): Violation | undefined {
  const issues = judge(exchange);
  const { method, url, status } = exchange;
  return issues.length === 0 ? undefined : { method, path: url.pathname + url.search, status, issues };
}

/** For tests that make their requests themselves. Throws a ContractViolation. */
export function assertValidExchange(
  method: string,
  url: string | URL,
  status: number,
  bodyText: string,
  headers: Headers | Record<string, string>,
  requestBody?: string,
): void {
  const exchange = {
    method: method.toUpperCase(),
    url: new URL(url),
    status,
    bodyText,
    headers: new Headers(headers),
  };
  const violation = violationOf({ ...exchange, requestBody });
  if (violation) throw new ContractViolation([violation]);
}

export interface Recorder {
  /** Give it to a client in place of `fetch`. */
  fetch: typeof fetch;
  exchanges: Exchange[];
  violations: Violation[];
  /** Throws what was collected since the last call, if anything. */
  assertClean(): void;
}

/**
 * A `fetch` that holds every answer against the contract and hands it on untouched. It collects by default, so that a
 * client's error handling cannot swallow a violation: call `assertClean` after each test.
 */
export function validatingFetch({ onViolation = "collect" }: { onViolation?: "collect" | "throw" } = {}): Recorder {
  const recorder: Recorder = {
    exchanges: [],
    violations: [],
    async fetch(input, init) {
      const request = new Request(input, init);
      const requestBody = typeof init?.body === "string" ? init.body : undefined;
      const response = await fetch(input, init);
      const { status, headers } = response;
      const bodyText = await response.clone().text();
      const exchange = {
        method: request.method,
        url: new URL(request.url),
        status,
        headers,
        bodyText,
        requestBody,
      };
      recorder.exchanges.push(exchange);
      const violation = violationOf(exchange);
      if (violation && onViolation === "throw") throw new ContractViolation([violation]);
      if (violation) recorder.violations.push(violation);
      return response;
    },
    assertClean() {
      const found = recorder.violations.splice(0);
      if (found.length > 0) throw new ContractViolation(found);
    },
  };
  return recorder;
}
