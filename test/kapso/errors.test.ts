import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { allErrorCodes, errorCode, KapsoError } from "../../src/kapso/http/errors.ts";
import { accepted, connect, json, KEY, PHONE, type Step, serve, text, textMessage } from "./scripted-server.ts";

async function failure(step: Step, act: "read" | "write" | "send" = "read"): Promise<KapsoError> {
  const server = await serve(...Array.from({ length: 8 }, () => step));
  const { kapso } = connect(server);
  const call = {
    read: () => kapso.contacts.get(PHONE, "5511987650042"),
    write: () => kapso.contacts.update(PHONE, "5511987650042", { display_name: "x" }),
    send: () => kapso.messages.send(PHONE, textMessage("+5511987650042")),
  }[act];
  const error: unknown = await call().catch((thrown: unknown) => thrown);
  if (!(error instanceof KapsoError)) throw new Error(`not a KapsoError: ${String(error)}`);
  return error;
}

test("Graph's envelope becomes facts", async () => {
  const error = await failure(
    json(400, {
      error: {
        message: "(#131009) Parameter value is not valid",
        type: "OAuthException",
        code: 131009,
        error_subcode: 2494010,
        error_data: { messaging_product: "whatsapp", details: "title must be at most 20 characters" },
        error_user_title: "Invalid button",
        error_user_msg: "Shorten the button label.",
        href: "https://developers.facebook.com/docs",
        fbtrace_id: "AqT4",
      },
    }),
  );
  expect(error.toJSON()).toEqual({
    kind: "graph",
    httpStatus: 400,
    code: 131009,
    subcode: 2494010,
    title: "Parameter value is not valid",
    details: "title must be at most 20 characters",
    userTitle: "Invalid button",
    userMessage: "Shorten the button label.",
    traceId: "AqT4",
    link: "https://developers.facebook.com/docs",
    retryable: "F",
    requestSent: true,
  });
  expect(error.message).toBe("(131009) Parameter value is not valid: title must be at most 20 characters");
  expect(error.raw).toContain('"error_subcode":2494010');
});

test("Kapso's envelope becomes facts", async () => {
  const body = {
    error: "Insufficient credits",
    code: "insufficient_credits",
    billing_url: "https://app.kapso.ai/billing",
  };
  expect(await failure(json(402, body))).toMatchObject({
    kind: "kapso",
    httpStatus: 402,
    code: "insufficient_credits",
    title: "Insufficient credits",
    link: "https://app.kapso.ai/billing",
    retryable: "H",
  });
});

describe("Kapso's texts have codes", () => {
  test.each([
    [401, { error: "Invalid or missing API key" }, "invalid_api_key", "H"],
    [403, { error: "Sandbox WhatsApp configurations cannot update business profile" }, "sandbox_restriction", "N"],
    [404, { error: "WhatsApp configuration not found" }, "not_found", "F"],
    [409, { error: "Conflict", code: "thread_not_owner", thread_error: {} }, "thread_not_owner", "F"],
    [409, { error: "thread_control_in_progress", detail: "wait" }, "thread_control_in_progress", "L"],
    [422, { error: "x", code: "marketing_preference_stopped" }, "marketing_preference_stopped", "N"],
    [400, { error: "hsm_id is required" }, "hsm_id_required", "F"],
    [422, { error: "Media token field not found in the api key sandbox" }, null, "F"],
    [418, { error: "Something new", code: "brand_new" }, "brand_new", "F"],
    [418, { error: "Something new", code: "free text with a +5511987650042" }, null, "F"],
  ])("%i %j", async (status, body, code, retryable) => {
    expect(await failure(json(status, body))).toMatchObject({ kind: "kapso", code, retryable });
  });
});

describe("no envelope", () => {
  test.each([
    [401, "H"],
    [403, "H"],
    [405, "F"],
    [413, "F"],
    [415, "F"],
    [422, "F"],
    [409, "F"],
    [301, "H"],
  ] as const)("HTTP %i is %s", async (status, retryable) => {
    const error = await failure(text(status, "<html>sorry</html>"));
    expect(error).toMatchObject({ kind: "http", httpStatus: status, code: null, retryable, raw: "<html>sorry</html>" });
  });

  test("a page with 404 speaks of the route", async () => {
    const error = await failure(text(404, "<html>sorry</html>"));
    expect(error).toMatchObject({ kind: "http", code: "no_such_route", reason: "no_such_route", retryable: "H" });
    expect(error.details).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/api\/meta\/v23\.0\//);
  });

  test("an edge's HTML page of a 502 is later for a read and unknown for a send", async () => {
    expect(await failure(text(502, "<html>"))).toMatchObject({ kind: "http", code: "edge_error", retryable: "L" });
    expect(await failure(text(502, "<html>"), "send")).toMatchObject({ kind: "unknown_outcome", retryable: "A" });
    expect(await failure(text(502, "<html>"), "write")).toMatchObject({
      kind: "http",
      retryable: "L",
      requestSent: true,
    });
  });

  test("an empty refusal keeps its status", async () => {
    expect(await failure(text(404, ""))).toMatchObject({ kind: "http", httpStatus: 404, raw: undefined });
  });
});

describe("retry classes", () => {
  const graph = (code: number, more: object = {}) => ({ error: { message: "x", type: "X", code, ...more } });
  test.each([
    ["a known code", 400, graph(131026), "N"],
    ["an unknown code below 500", 400, graph(999_999), "F"],
    ["an unknown code above 500", 500, graph(999_999), "L"],
    ["a transient failure", 400, graph(999_999, { is_transient: true }), "L"],
    ["the subcode of 100", 400, graph(100, { error_subcode: 2388019 }), "H"],
    ["a subcode that is not known", 400, graph(100, { error_subcode: 555_555 }), "F"],
    ["a permission of the 200 family", 403, graph(294), "H"],
    ["a window that Kapso closed", 422, graph(131047, { error_subcode: 131047 }), "F"],
    ["no code at all", 400, { error: { message: "x" } }, "F"],
  ])("%s", async (_, status, body, retryable) => {
    expect(await failure(json(status, body))).toMatchObject({ kind: "graph", retryable });
  });
});

describe("the table of codes", () => {
  test("holds every code of the contract: 156 numeric and Kapso's 404, and the strings", () => {
    const codes = allErrorCodes();
    expect(codes.filter(({ code }) => typeof code === "number")).toHaveLength(157);
    expect(codes.filter(({ code }) => typeof code === "string").length).toBeGreaterThanOrEqual(24 + 7);
    expect(new Set(codes.map(({ retry }) => retry))).toEqual(new Set(["N", "F", "L", "S", "H", "A"]));
    for (const { code, name } of codes) expect(name, String(code)).toMatch(/^\S.{2,}/);
  });

  test("gives name, class and first wait", () => {
    expect(errorCode(131056)).toEqual({ code: 131056, name: "Pair rate limit", retry: "L", delayMs: 4_000 });
    expect(errorCode(131000)).toEqual({ code: 131000, name: "Something went wrong", retry: "L", once: true });
    expect(errorCode(100, 33)).toEqual({ code: 33, name: "Object missing", retry: "F" });
    expect(errorCode("insufficient_credits")).toMatchObject({ retry: "H" });
    expect(errorCode("toString")).toBeUndefined();
    expect(errorCode(7)).toBeUndefined();
    expect(errorCode(null)).toBeUndefined();
  });
});

describe("a planted key", () => {
  test.each(["read", "send"] as const)("is nowhere in the error of a %s that echoes it", async (act) => {
    const echo = {
      error: { message: `key ${KEY} refused`, type: KEY, code: 190, error_data: { details: KEY }, fbtrace_id: KEY },
    };
    const error = await failure(json(401, echo), act);
    const everything = [
      JSON.stringify(error),
      error.raw,
      error.stack,
      error.message,
      inspect(error, { depth: 9 }),
    ].join();
    expect(everything).not.toContain(KEY);
    expect(error.title).toBe("key [redacted] refused");
  });

  test("is nowhere in the events, the failures of the network or a result", async () => {
    const server = await serve(json(200, { id: "c", display_name: `said ${KEY}` }), accepted());
    const { kapso, events } = connect(server);
    const contact = await kapso.contacts.get(PHONE, "5511987650042");
    const dead = connect({ origin: "http://127.0.0.1:1" });
    const error: unknown = await dead.kapso.contacts.get(PHONE, "5511987650042").catch((thrown: unknown) => thrown);
    expect(inspect([contact, events, dead.events, error], { depth: 9 })).not.toContain(KEY);
  });
});

test("what a logger copies of an error holds no body", async () => {
  const error = await failure(json(400, { error: { message: "x", code: 100 }, customer: "wrote this" }));
  expect(error.raw).toContain("wrote this");
  expect(JSON.stringify({ ...error })).not.toContain("wrote this");
  expect(JSON.stringify(error)).not.toContain("wrote this");
});

test("the raw body is bounded", async () => {
  const error = await failure(json(400, { error: "x".repeat(50_000) }));
  expect(error.raw).toHaveLength(2_000);
});
