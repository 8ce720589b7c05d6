import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig, requireCredentials, unknownVariables } from "../../src/config/config.ts";
import { SAFETY_OPTIONS } from "../../src/config/options/safety.ts";
import { optionTable } from "../../src/config/options.ts";

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

  test("name both of Kapso's addresses, each with its version", () => {
    const faults = faultsOf({ KAPSO_BASE_URL: "http://proxy.example", KAPSO_GRAPH_VERSION: "23" });
    expect(faults).toHaveLength(2);
    for (const fault of faults) {
      expect(fault).toContain("https://app.kapso.ai/api/meta with v23.0");
      expect(fault).toContain("https://api.kapso.ai/meta/whatsapp with v24.0");
    }
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
    expect(faultsOf({ MCP_REDIS_URL: "redis://127.0.0.1" })[0]).toContain("refused rather than ignored");
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

describe("settings of safety", () => {
  test("leave everything to the model's host but deletions, unless the operator says otherwise", () => {
    const config = readConfig({});
    expect(config).toMatchObject({ replyOnly: false, templateOnly: false, confirm: ["delete"] });
    expect(config).toMatchObject({ confirmFallback: undefined, dedupeSeconds: 300 });
    for (const unset of ["allow", "deny", "dailySends", "quietHours", "auditLog", "auditKey", "stateSecret"] as const)
      expect(config[unset], unset).toBeUndefined();
  });

  test("read lists of recipients", () => {
    const { allow, deny } = readConfig({ KAPSO_ALLOW: "+55 11 98765-0042, BR.1203774419085533", KAPSO_DENY: "+1900*" });
    expect(allow).toEqual([
      { kind: "number", short: "551187650042" },
      { kind: "id", id: "BR.1203774419085533" },
    ]);
    expect(deny).toEqual([{ kind: "prefix", digits: "1900" }]);
  });

  test("read hours, and the zone as it is written", () => {
    const { quietHours } = readConfig({ KAPSO_QUIET_HOURS: "21:00-08:30@Europe/Madrid" });
    expect(quietHours).toEqual({ from: 21 * 60, until: 8 * 60 + 30, zone: "Europe/Madrid" });
  });

  test.each([
    ["none", []],
    ["delete", ["delete"]],
    ["send, delete", ["send", "delete"]],
    ["delete,send,delete", ["delete", "send"]],
    ["all-writes", ["create", "update", "send", "delete"]],
  ])("read KAPSO_CONFIRM=%s as the effects that ask", (text, effects) => {
    expect(readConfig({ KAPSO_CONFIRM: text }).confirm).toEqual(effects);
  });

  test.each([
    ["KAPSO_ALLOW", ["*", ",", "11 98765-0042", "+5511987650042,me too", "+5511987650042;+34600123456", "+5511"]],
    ["KAPSO_DENY", ["BR.*", "+55*11", "+5511987650O42"]],
    ["KAPSO_REPLY_ONLY", ["always"]],
    ["KAPSO_TEMPLATE_ONLY", ["2"]],
    ["KAPSO_DAILY_SENDS", ["0", "-1", "1.5", "1000001", "many"]],
    [
      "KAPSO_QUIET_HOURS",
      [
        "21:00-08:00",
        "21:00-08:00@",
        "21:00-08:00@Mars/Base",
        "21:00-08:00@+01:00",
        "24:00-08:00@UTC",
        "9:00-10:00@UTC",
        "08:00-08:00@UTC",
        "21:00@UTC",
        "21:00-08:00@UTC,12:00-13:00@UTC",
      ],
    ],
    ["KAPSO_CONFIRM", ["everything", "none,delete", "all-writes,send", ",", "toString"]],
    ["KAPSO_CONFIRM_FALLBACK", ["ask"]],
    ["KAPSO_DEDUPE_SECONDS", ["0", "86401"]],
    ["KAPSO_AUDIT_LOG", ["/dev/stdout", "/proc/self/fd/1"]],
  ])("stop the start where %s is wrong", (variable, values) => {
    for (const value of values) {
      const [fault] = faultsOf({ [variable]: value });
      expect(fault, value).toContain(`${variable} must be`);
      expect(fault).toContain(`It is ${JSON.stringify(value)}. Example: ${variable}=`);
    }
  });

  test("take their own examples", () => {
    const safety = optionTable().filter(({ key }) => Object.hasOwn(SAFETY_OPTIONS, key) && key !== "auditLog");
    for (const { about } of safety.filter(({ about }) => !about.secret)) {
      const [name = "", value = ""] = about.example.split("=");
      expect(faultsOf({ [name]: value }), about.example).toEqual([]);
    }
  });

  test("need a key for the audit log, and show neither key nor secret", () => {
    const log = { KAPSO_AUDIT_LOG: "/tmp/audit.jsonl" };
    expect(faultsOf(log)).toEqual([expect.stringMatching(/^KAPSO_AUDIT_LOG needs KAPSO_AUDIT_KEY/)]);
    expect(faultsOf({ ...log, KAPSO_AUDIT_KEY: "0123456789abcdef" })).toEqual([]);
    const short = faultsOf({ KAPSO_AUDIT_KEY: "0123456789abcde", MCP_STATE_SECRET: "0123456789abcdef0123456789abcde" });
    expect(short).toHaveLength(2);
    expect(short.join("\n")).not.toContain("0123");
    const file = path.join(mkdtempSync(path.join(tmpdir(), "kapso-")), "key");
    writeFileSync(file, "0123456789abcdef\n");
    expect(readConfig({ ...log, KAPSO_AUDIT_KEY_FILE: file }).auditKey).toBe("0123456789abcdef");
  });
});

test("secrets have no flag, everything else has one", () => {
  for (const { about } of optionTable()) expect(about.flag === undefined, about.env).toBe(about.secret === true);
});
