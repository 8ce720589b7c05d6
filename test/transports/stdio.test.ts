import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { selectTools } from "../../src/tools/index.ts";
import { NOON } from "../helpers/noon.ts";
import { Program } from "../helpers/program.ts";
import { picture } from "../tools/pictures.ts";

const OLD_REVISIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

const defaultTools = selectTools({ toolsets: ["default"], tools: [], excludeTools: [], readOnly: false });

const open: { program?: Program; sandbox?: Sandbox } = {};
afterEach(async () => {
  open.program?.child.kill("SIGKILL");
  await open.program?.exited;
  await open.sandbox?.close();
  delete open.program;
  delete open.sandbox;
});

function start(args: string[], env: Record<string, string> = {}, nodeArgs: string[] = []): Program {
  open.program = new Program(args, env, nodeArgs);
  return open.program;
}

/** The program against a sandbox of the test's own, so that the test sees what arrives there. */
async function startOnSandbox(env: Record<string, string> = {}) {
  const sandbox = await startSandbox({ start: NOON });
  open.sandbox = sandbox;
  const program = start(["--base-url", sandbox.baseUrl, "--phone-number-id", SANDBOX.phoneNumberId], {
    KAPSO_API_KEY: SANDBOX.apiKey,
    ...env,
  });
  return { sandbox, program };
}

async function control(sandbox: Sandbox, route: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${sandbox.origin}/_sandbox/${route}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const textTo = (to: string, text: string) => ({ name: "send_message", arguments: { to, type: "text", text } });

describe("protocol", () => {
  test.each(OLD_REVISIONS)("%s: handshake, tools, a call", async (revision) => {
    const program = start(["--sandbox"]);
    const hello = await program.initialize(revision);
    expect(hello.result.protocolVersion).toBe(revision);
    expect(hello.result.serverInfo.name).toBe("kapso-whatsapp-mcp");
    expect(hello.result.instructions).toContain("24 hours");
    const { result } = await program.request(1, "tools/list");
    expect(result.tools.map((tool: { name: string }) => tool.name)).toEqual(defaultTools.map(({ name }) => name));
    const call = await program.request(2, "tools/call", { name: "list_contacts", arguments: { limit: 1 } });
    expect(JSON.parse(call.result.content[0].text).count).toBe(1);
  });

  test("an unknown tool, an unknown method and garbage are answered, and the server lives on", async () => {
    const program = start(["--sandbox"]);
    await program.initialize("2025-06-18");
    expect((await program.request(1, "tools/call", { name: "nope" })).error.message).toContain("nope");
    expect((await program.request(2, "no/such")).error.code).toBe(-32601);
    program.child.stdin.write("this is no JSON\n\n{}\n[]\n\u0000\n");
    expect((await program.request(3, "tools/list")).result.tools.length).toBeGreaterThan(0);
  });
});

describe("stdout", () => {
  test("carries protocol messages only, also when a dependency logs", async () => {
    const noisy = path.join(tmpdir(), `noisy-${process.pid}.mjs`);
    writeFileSync(
      noisy,
      `setInterval(() => { console.log("noise"); console.info("noise"); process.stdout.write("noise\\n"); }, 20);`,
    );
    // Loaded before the program: what it prints before the program takes stdout over is not the program's.
    const program = start(["--sandbox", "--log-level", "debug"], {}, ["--import", noisy]);
    await program.initialize("2025-06-18");
    await program.request(1, "tools/call", { name: "list_messages", arguments: {} });
    const before = program.stdoutLines.indexOf(program.stdoutLines.find((line) => line.startsWith("{")) ?? "");
    for (const line of program.stdoutLines.slice(before)) expect(JSON.parse(line).jsonrpc).toBe("2.0");
    await program.logged(/noise/);
  });

  test("stays clean while a large image is made smaller in a thread of its own", async () => {
    const program = start(["--sandbox"]);
    await program.initialize("2025-06-18");
    const data_base64 = (await picture("image/png", 1_700, 20)).toString("base64");
    const upload = await program.request(1, "tools/call", { name: "upload_media", arguments: { data_base64 } });
    const { media_id } = upload.result.structuredContent;
    const { result } = await program.request(2, "tools/call", { name: "download_media", arguments: { media_id } });
    expect(JSON.parse(result.content[0].text)).toMatchObject({ shown_as: "image", width: 1_700, shown_width: 1_568 });
    expect(result.content[1]).toMatchObject({ type: "image", mimeType: "image/jpeg" });
    for (const line of program.stdoutLines) expect(JSON.parse(line).jsonrpc).toBe("2.0");
  });
});

describe("secrets", () => {
  const KEY = "planted-key-9f3c1e77";

  test("a planted key is in no log, error or result", async () => {
    const { program, sandbox } = await startOnSandbox({ KAPSO_API_KEY: KEY, MCP_LOG_LEVEL: "debug" });
    await program.initialize("2025-06-18");
    const call = await program.request(1, "tools/call", { name: "list_conversations", arguments: {} });
    expect(call.result.isError).toBe(true);
    expect(call.result.content[0].text).toContain("KAPSO_API_KEY");
    expect(sandbox.requests()).toHaveLength(1);
    program.child.stdin.end();
    await program.exited;
    expect(program.stderr + program.stdoutLines.join("\n")).not.toContain(KEY);
  });

  test("neither texts nor phone numbers are in the log", async () => {
    const program = start(["--sandbox", "--log-level", "debug"]);
    await program.initialize("2025-06-18");
    const sent = await program.request(1, "tools/call", textTo(SANDBOX.openCustomer, "a very private text"));
    expect(sent.result.isError).not.toBe(true);
    await program.request(2, "tools/call", { name: "get_contact", arguments: { wa_id: SANDBOX.openCustomer } });
    await program.request(3, "tools/call", textTo(SANDBOX.closedCustomer, "a very private text"));
    expect(program.stderr).toContain("tool call");
    expect(program.stderr).not.toContain("private");
    for (const number of [SANDBOX.openCustomer, SANDBOX.closedCustomer]) {
      expect(program.stderr).not.toContain(number.replace("+", ""));
    }
  });
});

describe("the end", () => {
  test("stdin's end ends the program with 0", async () => {
    const program = start(["--sandbox"]);
    await program.initialize("2025-06-18");
    program.child.stdin.end();
    expect(await program.exited).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends the program with 0", async (signal) => {
    const program = start(["--sandbox"]);
    await program.initialize("2025-06-18");
    program.child.kill(signal);
    expect(await program.exited).toBe(0);
  });

  test("a send that has begun is awaited; a read is not", async () => {
    const { program, sandbox } = await startOnSandbox();
    await program.initialize("2025-06-18");
    await control(sandbox, "faults", { match: { method: "GET" }, latency_ms: 15_000 });
    await control(sandbox, "faults", { match: { method: "POST" }, latency_ms: 500 });
    program.write({ id: 1, method: "tools/call", params: { name: "list_contacts", arguments: {} } });
    program.write({ id: 2, method: "tools/call", params: textTo(SANDBOX.openCustomer, "the last word") });
    while (sandbox.requests().length < 2) await new Promise((resolve) => setImmediate(resolve));
    const began = Date.now();
    program.child.stdin.end();
    expect(await program.exited).toBe(0);
    expect(Date.now() - began).toBeLessThan(8_000);
    const stored = await fetch(
      `${sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/messages?limit=1&direction=outbound`,
      {
        headers: { "x-api-key": SANDBOX.apiKey },
      },
    );
    expect(await stored.text()).toContain("the last word");
  });
});

describe("the command line", () => {
  test("without credentials the start fails, says both ways out, and stdout stays empty", async () => {
    const program = start([]);
    expect(await program.exited).toBe(2);
    expect(program.stderr).toMatch(/KAPSO_API_KEY[\s\S]*--sandbox/);
    expect(program.stdoutLines).toEqual([]);
  });

  test("wrong settings are named all at once", async () => {
    const program = start(["--toolsets", "nope", "--graph-version", "x"], { KAPSO_API_KEY: "k" });
    expect(await program.exited).toBe(2);
    expect(program.stderr).toMatch(/--graph-version must be[\s\S]*--toolsets must be/);
  });

  test("an unknown flag ends with 2", async () => {
    const program = start(["--api-key", "secret"]);
    expect(await program.exited).toBe(2);
    expect(program.stderr).toContain("--help");
  });

  test("--help and --version print and end with 0", async () => {
    const help = start(["--help"]);
    expect(await help.exited).toBe(0);
    expect(help.stdoutLines.join("\n")).toMatch(/--sandbox[\s\S]*KAPSO_API_KEY/);
    const version = start(["--version"]);
    expect(await version.exited).toBe(0);
    expect(version.stdoutLines[0]).toMatch(/^\d+\.\d+\.\d+/);
  });

  test("tools prints the selection with token counts, without credentials", async () => {
    const program = start(["tools", "--toolsets", "calls", "--json"]);
    expect(await program.exited).toBe(0);
    const tools = JSON.parse(program.stdoutLines.join("\n"));
    expect(tools.map((tool: { name: string }) => tool.name)).toEqual(["list_calls", "get_call", "get_call_permission"]);
    for (const tool of tools) expect(tool.tokens).toBeGreaterThan(50);
  });

  test("sandbox serves alone, and says where", async () => {
    const program = start(["sandbox", "--port", "0"]);
    while (program.stdoutLines.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const url = /http:\S+/.exec(program.stdoutLines[0] ?? "")?.[0] ?? "";
    const answer = await fetch(`${url}/v23.0/${SANDBOX.phoneNumberId}/contacts?limit=1`, {
      headers: { "x-api-key": SANDBOX.apiKey },
    });
    expect(answer.status).toBe(200);
    program.child.kill("SIGTERM");
    expect(await program.exited).toBe(0);
  });
});

test("a line without an end ends the program, and leaves nothing behind that serves nobody", async () => {
  const program = start([], { KAPSO_SANDBOX: "1" });
  await program.initialize("2025-11-25");
  program.child.stdin.on("error", () => undefined); // It may be gone before all is written.
  program.child.stdin.write("x".repeat(11 * 1024 * 1024));
  expect(await program.exited).toBe(0);
});

test("a host that closes stderr is served all the same", async () => {
  const program = start(["--sandbox"]);
  await program.initialize("2025-06-18");
  program.child.stderr.destroy();
  for (let call = 1; call <= 5; call++) {
    const { result } = await program.request(call, "tools/call", { name: "list_contacts", arguments: { limit: 1 } });
    expect(result.structuredContent.count).toBe(1);
  }
});

test("a host that never reads stderr is served all the same", async () => {
  const program = start(["--sandbox", "--log-level", "debug"]);
  await program.initialize("2025-06-18");
  program.child.stderr.pause();
  for (let call = 1; call <= 30; call++) {
    const calls = Array.from({ length: 50 }, (_, i) =>
      program.request(call * 100 + i, "tools/call", { name: "get_contact", arguments: { wa_id: "none-such" } }),
    );
    for (const { result } of await Promise.all(calls)) expect(result).toBeDefined();
  }
  const exit = once(program.child, "exit");
  program.child.stdin.end();
  expect(await exit).toEqual([0, null]);
});
