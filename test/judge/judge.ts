import { z } from "zod";
import { codeViolation } from "./error-codes.ts";
import { badPaging, pageViolations } from "./list-rules.ts";
import { type Answer, apiPath, type Exchange, findRoute, isKnownPath, type Route } from "./routes.ts";
import { anyError, errors } from "./schemas.ts";
import { readSelection } from "./selector.ts";

type Issues = z.core.$ZodIssue[];

function describe(issues: Issues, prefix: PropertyKey[] = []): string[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      // the alternative that comes closest says best what is wrong
      const closest = issue.errors.reduce((best, next) => (next.length < best.length ? next : best));
      if (closest.length > 0) return describe(closest, path);
    }
    return [`${path.map(String).join(".") || "(body)"}: ${issue.message}`];
  });
}

function schemaIssues(schema: z.ZodType, body: unknown): string[] {
  const result = schema.safeParse(body);
  return result.success ? [] : describe(result.error.issues);
}

function parseJson(text: string): { ok: true; body: unknown } | { ok: false } {
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

const isJson = (headers: Headers) => (headers.get("content-type") ?? "").startsWith("application/json");

const codeOf = z.object({ error: z.object({ code: z.int() }) });

function headerIssues({ status, headers }: Exchange): string[] {
  const issues: string[] = [];
  if (status === 429 && !headers.has("retry-after")) issues.push("header Retry-After: missing on 429");
  if (status < 500) {
    // README section 3: on every Kapso response
    for (const name of ["X-RateLimit-Limit", "X-RateLimit-Remaining"]) {
      if (!/^\d+$/.test(headers.get(name) ?? "")) issues.push(`header ${name}: missing or not a number`);
    }
  }
  return issues;
}

function bytesIssues({ headers }: Exchange): string[] {
  const issues: string[] = [];
  if (!headers.get("content-type")) issues.push("header Content-Type: missing");
  if (!headers.get("content-disposition")?.startsWith("inline")) issues.push("header Content-Disposition: not inline");
  if (headers.get("cache-control") !== "private, max-age=240") issues.push("header Cache-Control: wrong");
  return issues;
}

function jsonIssues(schema: z.ZodType, exchange: Exchange): string[] {
  if (!isJson(exchange.headers)) {
    return [`header Content-Type: ${exchange.headers.get("content-type") ?? "missing"}, not application/json`];
  }
  const json = parseJson(exchange.bodyText);
  if (!json.ok) return ["(body): not JSON"];
  const issues = schemaIssues(schema, json.body);
  const coded = codeOf.safeParse(json.body);
  const wrongCode = coded.success ? codeViolation(coded.data.error.code, exchange.status) : undefined;
  return wrongCode ? [...issues, wrongCode] : issues;
}

/** An edge may answer anything from 500 on, or nothing (README section 7); what is JSON has to be an error envelope. */
const serverErrorIssues = (exchange: Exchange) =>
  isJson(exchange.headers) && exchange.bodyText !== "" ? jsonIssues(anyError, exchange) : [];

const page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  paging: z.object({ next: z.string().nullable(), previous: z.string().nullable() }),
});

function listIssues(route: Route, exchange: Exchange): string[] {
  if (!route.list) return [];
  const bad = badPaging(exchange.url.searchParams);
  if (bad) return [`(status): 200 for ${bad}, which README section 5 refuses`];
  return pageViolations(route.list, exchange.url, page.parse(JSON.parse(exchange.bodyText)));
}

function routeIssues(route: Route, exchange: Exchange): string[] {
  const answer: Answer | undefined = route.answers[exchange.status];
  if (answer === undefined) return [`(status): ${exchange.status} is not an answer of ${route.row}`];
  if (answer === "bytes") return bytesIssues(exchange);
  const selection = readSelection(exchange.url.searchParams.get("fields"));
  if (selection === "malformed") {
    return exchange.status === 200 ? ["(status): 200 for a malformed kapso( selector"] : [];
  }
  const schema = typeof answer === "function" ? answer(exchange, selection) : answer;
  const issues = jsonIssues(schema, exchange);
  return exchange.status === 200 && issues.length === 0 ? listIssues(route, exchange) : issues;
}

/** Everything in which this exchange departs from the contract; empty for a URL outside the API, and for HEAD. */
export function judge(exchange: Exchange): string[] {
  const path = apiPath(exchange.url);
  if (path === undefined || exchange.method === "HEAD") return [];
  if (exchange.status >= 500) return serverErrorIssues(exchange);
  const route = findRoute(exchange.method, path);
  if (route) return [...headerIssues(exchange), ...routeIssues(route, exchange)];
  const expected = isKnownPath(path) ? 405 : 404;
  if (exchange.status === 401) return jsonIssues(anyError, exchange);
  if (exchange.status !== expected) return [`(status): ${exchange.status}, not ${expected}, on a path without a route`];
  return jsonIssues(errors.notAllowed, exchange);
}
