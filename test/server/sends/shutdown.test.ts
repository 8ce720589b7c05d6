import { afterEach, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { NOON } from "../../helpers/noon.ts";
import { Program } from "../../helpers/program.ts";
import { storedTexts } from "./stage.ts";

const OPEN = SANDBOX.openCustomer;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** The program with a send under way whose answer takes so long. */
async function sending(fault: Record<string, unknown>, drainSeconds: string): Promise<Program> {
  sandbox = await startSandbox({ start: NOON });
  await fetch(`${sandbox.origin}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ match: { method: "POST" }, ...fault }),
  });
  const program = new Program([], {
    KAPSO_BASE_URL: sandbox.baseUrl,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    MCP_DRAIN_SECONDS: drainSeconds,
  });
  await program.initialize("2025-11-25");
  const params = { name: "send_message", arguments: { to: OPEN, type: "text", text: "last words" } };
  program.write({ id: 7, method: "tools/call", params });
  while (!sandbox.requests().some(({ method }) => method === "POST"))
    await new Promise((resolve) => setImmediate(resolve));
  return program;
}

test("a shutdown waits for a send that has begun", async () => {
  const program = await sending({ delay_ms: 400 }, "5");
  program.child.kill("SIGTERM");
  expect(await program.exited).toBe(0);
  expect(storedTexts({ sandbox }, OPEN).at(-1)?.text).toBe("last words");
  expect(program.stderr).not.toContain("left sends");
});

test("and says what it had to leave when the time is over, without words or numbers", async () => {
  const program = await sending({ latency_ms: 60_000 }, "1");
  program.child.kill("SIGTERM");
  expect(await program.exited).toBe(0);
  const line = JSON.parse(program.stderr.split("\n").find((each) => each.includes("left sends")) ?? "{}");
  expect(line).toMatchObject({
    abandonedSends: 1,
    sends: [{ tool: "send_message", phone_number_id: SANDBOX.phoneNumberId }],
  });
  expect(program.stderr).not.toMatch(/last words|5511987650042/);
});
