import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig, requireCredentials, unknownVariables } from "../src/config.ts";
import { optionTable } from "../src/options.ts";

function faultsOf(env: Record<string, string>, flags = {}): string[] {
  try {
    readConfig(env, flags);
  } catch (error) {
    if (error instanceof ConfigError) return [...error.faults];
    throw error;
  }
  return [];
}

describe("settings", () => {
  test("have sane defaults and are frozen", () => {
    const config = readConfig({ KAPSO_API_KEY: "k" });
    expect(config).toMatchObject({
      apiKey: "k",
      baseUrl: "https://app.kapso.ai/api/meta",
      graphVersion: "v23.0",
      toolsets: ["default"],
      readOnly: false,
      sandbox: false,
      timeoutSeconds: 30,
      logLevel: "info",
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("come from flags before variables, and an empty variable counts as unset", () => {
    const env = { KAPSO_GRAPH_VERSION: "v24.0", KAPSO_TOOLSETS: "", KAPSO_API_KEY: "" };
    const config = readConfig(env, { graphVersion: "v21.0", readOnly: "1" });
    expect(config).toMatchObject({ graphVersion: "v21.0", readOnly: true, toolsets: ["default"] });
    expect(config.apiKey).toBeUndefined();
  });

  test("read a secret from a file, without the line end", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "kapso-")), "key");
    writeFileSync(file, "from-file\n");
    expect(readConfig({ KAPSO_API_KEY_FILE: file }).apiKey).toBe("from-file");
  });

  test("name all that is wrong at once, with what it must be and an example", () => {
    const faults = faultsOf({
      KAPSO_PHONE_NUMBER_ID: "+5511",
      KAPSO_BASE_URL: "http://proxy.example",
      KAPSO_GRAPH_VERSION: "23",
      KAPSO_TOOLSETS: "everything",
      KAPSO_READ_ONLY: "perhaps",
      KAPSO_TIMEOUT_SECONDS: "0",
      MCP_LOG_LEVEL: "loud",
    });
    expect(faults).toHaveLength(7);
    for (const fault of faults) expect(fault).toMatch(/^(KAPSO|MCP)_\w+ must be .* It is ".+"\. Example: \w+=/);
    expect(faults.join("\n")).toContain("KAPSO_TOOLSETS must be names, separated by commas, of: default, support, all");
  });

  test("call a wrong flag by its name", () => {
    expect(faultsOf({}, { toolsets: "nope" })[0]).toMatch(/^--toolsets must be/);
  });

  test("never show a secret, wrong as it may be", () => {
    const [fault] = faultsOf({ KAPSO_API_KEY: "my secret with spaces" });
    expect(fault).toContain("KAPSO_API_KEY must be");
    expect(fault).not.toContain("my secret");
  });

  test("never show a password in a URL", () => {
    const [fault] = faultsOf({ KAPSO_BASE_URL: "https://user:s3cret@proxy.example/meta" });
    expect(fault).toContain("//...@proxy.example");
    expect(fault).not.toContain("s3cret");
  });

  test("refuse a safety rule that this version does not have", () => {
    expect(faultsOf({ KAPSO_ALLOW: "+34*" })[0]).toContain("refused rather than ignored");
  });

  test("refuse a selection that leaves nothing, and a tool that is asked for and barred", () => {
    expect(
      faultsOf({ KAPSO_TOOLSETS: "calls", KAPSO_EXCLUDE_TOOLS: "list_calls,get_call,get_call_permission" })[0],
    ).toMatch(/leave no tool at all/);
    expect(faultsOf({ KAPSO_TOOLS: "graph_post" })[0]).toContain("KAPSO_GRAPH_WRITE=1");
    expect(faultsOf({ KAPSO_TOOLS: "graph_post", KAPSO_GRAPH_WRITE: "1" })).toEqual([]);
  });

  test("tell variables that look like ours and are none", () => {
    const env = { KAPSO_READONLY: "1", KAPSO_API_KEY: "k", MCP_AUTH_TOKENS: "t", MCP_TIMEOUT: "1", PATH: "/bin" };
    expect(unknownVariables(env)).toEqual(["KAPSO_READONLY", "MCP_AUTH_TOKENS"]);
  });

  test("without credentials say both ways out", () => {
    expect(() => requireCredentials(readConfig({}))).toThrow(/KAPSO_API_KEY.*--sandbox/);
    expect(() => requireCredentials(readConfig({ KAPSO_SANDBOX: "1" }))).not.toThrow();
  });
});

test("secrets have no flag, everything else has one", () => {
  for (const { about } of optionTable()) expect(about.flag === undefined, about.env).toBe(about.secret === true);
});
