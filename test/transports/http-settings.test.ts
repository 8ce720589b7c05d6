import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../src/config/cli.ts";
import { ConfigError, readConfig } from "../../src/config/config.ts";
import { exposureFault, isLoopback } from "../../src/transports/auth.ts";

const A = "0123456789abcdef";
const B = "fedcba9876543210";
const tokens = (text: string) => readConfig({ MCP_AUTH_TOKEN: text }).authTokens;

describe("MCP_AUTH_TOKEN", () => {
  test.each([
    [A, [{ name: "token-1", token: A }]],
    [
      `support=${A}, ${B}`,
      [
        { name: "support", token: A },
        { name: "token-2", token: B },
      ],
    ],
    [
      `${A},\n\n${B},`,
      [
        { name: "token-1", token: A },
        { name: "token-2", token: B },
      ],
    ],
    ["c2VjcmV0LXNlY3JldA==", [{ name: "token-1", token: "c2VjcmV0LXNlY3JldA==" }]],
    ["c2VjcmV0LXNlY3JldDE=", [{ name: "token-1", token: "c2VjcmV0LXNlY3JldDE=" }]],
    ["ops=c2VjcmV0LXNlY3JldA==", [{ name: "ops", token: "c2VjcmV0LXNlY3JldA==" }]],
  ])("reads %j", (text, read) => {
    expect(tokens(text)).toEqual(read);
  });

  test.each(["short", `ops=short`, `a=${A},b=${A}`, `a=${A},a=${B}`, `${A} ${B}`, ",", `Ä${A}`])(
    "refuses %j without repeating it",
    (text) => {
      expect(() => tokens(text)).toThrow(ConfigError);
      expect(() => tokens(text)).toThrow(/^MCP_AUTH_TOKEN must be tokens of 16 or more printable characters/);
      if (text.length > 2) expect(() => tokens(text)).not.toThrow(text);
    },
  );

  test("is read from a file too, a token a line", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "kapso-")), "tokens");
    writeFileSync(file, `support=${A}\nreports=${B}\n`);
    expect(readConfig({ MCP_AUTH_TOKEN_FILE: file }).authTokens.map(({ name }) => name)).toEqual([
      "support",
      "reports",
    ]);
  });
});

describe("hosts and origins", () => {
  test("are read as the guards compare them", () => {
    const config = readConfig({
      MCP_ALLOWED_HOSTS: "MCP.example.com:8443, 10.0.0.7,[fd00::1]:80",
      MCP_ALLOWED_ORIGINS: "https://agent.example.com, http://localhost:6274",
    });
    expect(config.allowedHosts).toEqual(["mcp.example.com", "10.0.0.7", "[fd00::1]"]);
    expect(config.allowedOrigins).toEqual(["https://agent.example.com", "http://localhost:6274"]);
  });

  test.each([
    { MCP_ALLOWED_HOSTS: "https://mcp.example.com" },
    { MCP_ALLOWED_ORIGINS: "agent.example.com" },
    { MCP_ALLOWED_ORIGINS: "https://agent.example.com/app" },
    { MCP_ALLOWED_ORIGINS: "*" },
    { MCP_HOST: "http://0.0.0.0" },
    { MCP_PORT: "70000" },
    { MCP_MAX_BODY_BYTES: "1" },
    { MCP_OAUTH_ISSUER: "https://login.example.com" },
  ])("%j is refused", (env) => {
    expect(() => readConfig(env)).toThrow(Object.keys(env)[0]);
  });
});

test.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["10.0.0.7", false],
  ["127.example.com", false],
])("%s is loopback: %s", (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
  expect(exposureFault({ host, authTokens: [], allowUnauthenticated: false }) === undefined).toBe(loopback);
});

test("--port and --host before and after the sandbox command are two things", () => {
  const read = (...argv: string[]) => readCommandLine(argv, "kapso", "0");
  expect(read("sandbox", "--port", "5000", "--host", "::1")).toEqual({
    command: "sandbox",
    flags: {},
    host: "::1",
    port: 5000,
  });
  expect(read("--http", "--port", "5000")).toEqual({ command: "serve", flags: { http: "1", port: "5000" } });
  expect(read("tools", "--toolsets", "support", "--json")).toMatchObject({
    flags: { toolsets: "support" },
    json: true,
  });
});
