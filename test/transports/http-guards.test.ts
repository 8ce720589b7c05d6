import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";

const LIST = { jsonrpc: "2.0", id: 7, method: "tools/list" };
const PAGE = "https://agent.example.com";

/** A request with a Host of its own, which `fetch` does not allow. */
async function raw(stage: HttpStage, lines: string[], body = ""): Promise<{ status: number; text: string }> {
  const socket = await stage.socket();
  socket.end([...lines, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close", "", body].join("\r\n"));
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  await once(socket, "close");
  return { status: Number(text.slice(9, 12)), text };
}

// biome-ignore lint/suspicious/noExplicitAny: refusals are what these tests look into
const refusal = async (response: Response): Promise<{ status: number; body: any }> => ({
  status: response.status,
  body: await response.json(),
});

describe("who may call", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open(TOKENS);
  });
  afterAll(() => stage.close());

  test.each([
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-protected-resource/mcp",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
  ])("%s: there is no sign-in, which a client hears without a token", async (path) => {
    const { status, body } = await refusal(await stage.fetch(path));
    expect([status, body.error.message]).toEqual([404, "There is no such document: this server has no sign-in."]);
  });

  test.each(["/mcp", "/messages", "/sse", "/metrics", "/nothing"])("%s asks for a token", async (path) => {
    const method = path === "/mcp" || path === "/messages" ? "POST" : "GET";
    const response = await stage.fetch(path, { method });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="kapso-whatsapp-mcp"');
    expect(response.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { code: -32000 } });
  });

  test.each([["wrong-0123456789abcdef"], [ALICE.slice(0, -1)], [`${ALICE}x`], [`alice=${ALICE}`], [`${ALICE},${BOB}`]])(
    "the token %s is none",
    async (token) => {
      const response = await stage.post("/mcp", LIST, { token });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    },
  );

  test.each(["Basic YWxpY2U6eA==", "Bearer", `Token ${ALICE}`])(
    "an Authorization of %s is none",
    async (authorization) => {
      expect((await stage.post("/mcp", LIST, { headers: { authorization } })).status).toBe(401);
    },
  );

  test.each([ALICE, BOB])("%s opens /mcp, /sse and /metrics", async (token) => {
    expect((await stage.post("/mcp", LIST, { token })).status).toBe(200);
    expect((await stage.fetch("/metrics", {}, token)).status).toBe(200);
    const client = await stage.sseV1(token);
    expect((await client.listTools()).tools.length).toBeGreaterThan(10);
  });

  test("real clients without a token are refused", async () => {
    await expect(stage.mcpV1()).rejects.toThrow(/token/i);
    await expect(stage.mcpV2()).rejects.toThrow(/401|token/i);
    await expect(stage.sseV1()).rejects.toThrow(/401/);
    await expect(stage.sseV2()).rejects.toThrow(/401/);
  });

  test("/healthz and /readyz are open, whatever Host asks", async () => {
    expect(await (await stage.fetch("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await stage.fetch("/readyz")).json()).toEqual({ status: "ready" });
    expect((await raw(stage, ["GET /healthz HTTP/1.1", "Host: 10.1.2.3:3000"])).status).toBe(200);
  });

  test("no token is in the log", () => {
    const text = JSON.stringify(stage.log.lines);
    for (const token of [ALICE, BOB, "wrong-0123456789abcdef"]) expect(text).not.toContain(token);
    expect(stage.log.lines.filter(({ msg }) => msg === "request refused").length).toBeGreaterThan(10);
  });
});

describe("from where calls may come", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open({ MCP_ALLOWED_HOSTS: "mcp.example.com:8443", MCP_ALLOWED_ORIGINS: PAGE });
  });
  afterAll(() => stage.close());
  const call = ["Content-Type: application/json", "Accept: application/json, text/event-stream"];

  test.each([
    ["evil.example.com", 403],
    ["127.0.0.1.evil.example.com", 403],
    ["localhost.evil.example.com:3000", 403],
    ["mcp.example.com", 200],
    ["MCP.example.com:443", 200],
    ["localhost:9", 200],
    ["127.0.0.1", 200],
    ["[::1]:3000", 200],
  ])("a request to the host %s is answered with %i", async (host, status) => {
    const answer = await raw(stage, ["POST /mcp HTTP/1.1", `Host: ${host}`, ...call], JSON.stringify(LIST));
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.text).toContain('"jsonrpc":"2.0"');
  });

  test.each(["/mcp", "/sse", "/messages", "/metrics"])("a rebound name reaches nothing at %s", async (path) => {
    expect((await raw(stage, [`GET ${path} HTTP/1.1`, "Host: evil.example.com"])).status).toBe(403);
  });

  test.each(["https://evil.example", "http://agent.example.com", "https://agent.example.com:8443", "null"])(
    "a page of %s is refused, preflight included",
    async (origin) => {
      const call = await stage.post("/mcp", LIST, { headers: { origin } });
      expect(call.status).toBe(403);
      expect(call.headers.has("access-control-allow-origin")).toBe(false);
      expect(await call.json()).toMatchObject({ jsonrpc: "2.0", error: { code: -32000 } });
      const preflight = await stage.fetch("/mcp", { method: "OPTIONS", headers: { origin } });
      expect(preflight.status).toBe(403);
      expect(preflight.headers.has("access-control-allow-origin")).toBe(false);
    },
  );

  test("a configured page may ask, call and read", async () => {
    const asked = {
      origin: PAGE,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,mcp-name",
    };
    const preflight = await stage.fetch("/mcp", { method: "OPTIONS", headers: asked });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,mcp-name");
    expect(preflight.headers.has("access-control-allow-credentials")).toBe(false);
    for (const response of [
      await stage.post("/mcp", LIST, { headers: { origin: PAGE } }),
      await stage.post("/messages?sessionId=none", LIST, { headers: { origin: PAGE } }),
    ]) {
      expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
      expect(response.headers.get("access-control-expose-headers")).toMatch(/Retry-After.*X-Request-Id/);
    }
  });

  test("a page of this machine passes on loopback, and may read nothing", async () => {
    const response = await stage.post("/mcp", LIST, { headers: { origin: "http://localhost:5173" } });
    expect(response.status).toBe(200);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });
});

test("beyond loopback, pages of the caller's own machine are foreign too", async () => {
  const stage = await HttpStage.open({ ...TOKENS, MCP_HOST: "0.0.0.0" });
  const headers = { origin: "http://localhost:5173" };
  expect((await stage.post("/mcp", LIST, { token: ALICE, headers })).status).toBe(403);
  expect((await stage.post("/mcp", LIST, { token: ALICE })).status).toBe(200);
  await stage.close();
});

test("a preflight of a configured page needs no token, the call does, and the page can read the refusal", async () => {
  const stage = await HttpStage.open({ ...TOKENS, MCP_ALLOWED_ORIGINS: PAGE });
  const headers = { origin: PAGE };
  expect((await stage.fetch("/mcp", { method: "OPTIONS", headers })).status).toBe(204);
  const refused = await stage.post("/mcp", LIST, { headers });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("access-control-allow-origin")).toBe(PAGE);
  await stage.close();
});

describe("what may come in", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    const bounds = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 50 };
    stage = await HttpStage.open({ MCP_MAX_BODY_BYTES: "2048" }, { bounds });
  });
  afterAll(() => stage.close());

  test("a body over the bound is refused, announced or streamed", async () => {
    const body = JSON.stringify({ ...LIST, params: { padding: "x".repeat(4096) } });
    const stream = new Blob([body]).stream();
    for (const path of ["/mcp", "/messages?sessionId=none"]) {
      expect(await refusal(await stage.post(path, body))).toEqual({
        status: 413,
        body: { jsonrpc: "2.0", id: null, error: { code: -32000, message: "The body is larger than 2048 bytes." } },
      });
    }
    const headers = { "content-type": "application/json" };
    const streamed = await stage.fetch("/mcp", {
      method: "POST",
      body: stream,
      headers,
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).toBe(413);
  });

  test.each([
    ["not json", 400, -32700],
    ["", 400, -32700],
    ['{"jsonrpc":"2.0"}', 400, undefined],
  ])("a body of %j is refused", async (text, status, code) => {
    const answer = await refusal(await stage.post("/mcp", text));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ jsonrpc: "2.0", id: null });
    if (code !== undefined) expect(answer.body.error.code).toBe(code);
  });

  test("only JSON is read", async () => {
    const response = await stage.post("/mcp", LIST, { headers: { "content-type": "text/plain" } });
    expect(response.status).toBe(415);
  });

  test.each([
    ["GET", "/mcp", "POST"],
    ["DELETE", "/mcp", "POST"],
    ["GET", "/messages", "POST"],
    ["POST", "/sse", "GET"],
    ["HEAD", "/sse", "GET"],
  ])("%s %s is not a way in", async (method, path, allow) => {
    const response = await stage.fetch(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
  });

  test("an unknown path says where MCP is", async () => {
    const answer = await refusal(await stage.fetch("/"));
    expect(answer).toMatchObject({ status: 404, body: { error: { message: "Not found. MCP is at /mcp and /sse." } } });
  });

  test("headers are bounded", async () => {
    const response = await stage.fetch("/healthz", { headers: { padding: "x".repeat(20_000) } });
    expect(response.status).toBe(431);
  });

  test.each([
    ["head", ["POST /mcp HTTP/1.1", "Host: localhost", ""]],
    ["body", ["POST /mcp HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 9", "", "{"]],
  ])("a request whose %s does not come to its end is given up", async (_, lines) => {
    const socket = await stage.socket();
    socket.write(lines.join("\r\n"));
    const [answer] = await once(socket, "data");
    expect(String(answer)).toContain("408 Request Timeout");
  });
});
