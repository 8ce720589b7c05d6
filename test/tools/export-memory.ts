import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import type { MessageRow } from "../../src/sandbox/store/rows.ts";
import { Program } from "../helpers/program.ts";

/**
 * Prints what an export costs the built program, by the number of messages, each time in a process of its own. Linux.
 * Run: npm run build && npx tsx test/tools/export-memory.ts
 */

const SIZES = [1_000, 10_000, 100_000];

/** Old messages of the long conversation, before all that it has, until there are as many as asked. */
function fill(sandbox: Sandbox, wanted: number): void {
  const { messages } = sandbox.world;
  const own = [...messages.all()].filter(({ conversation }) => conversation.id === SANDBOX.longConversationId);
  const oldest = own.reduce((one, other) => (other.at < one.at ? other : one));
  for (let index = wanted - 1; index >= own.length; index -= 1) {
    const text = `${index}: ${"thank you, that is what I had in mind for the living room. ".repeat(1 + (index % 4))}`;
    const row: MessageRow = {
      ...oldest,
      seq: oldest.seq + 2_000_000 - index,
      id: `wamid.${Buffer.from(`filler-${index}`).toString("base64")}`,
      at: oldest.at - index * 1000,
      type: "text",
      payload: { body: text },
    };
    messages.add(row);
    oldest.conversation.messagesCount += 1;
  }
}

const kib = (pid: number, field: string) =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

async function measure(sandbox: Sandbox, count: number, format: string): Promise<string> {
  const mediaDir = mkdtempSync(path.join(tmpdir(), "kapso-export-"));
  const program = new Program(
    ["--base-url", sandbox.baseUrl, "--phone-number-id", SANDBOX.phoneNumberId, "--media-dir", mediaDir],
    { KAPSO_API_KEY: SANDBOX.apiKey, KAPSO_TOOLS: "export_messages", MCP_LOG_LEVEL: "silent" },
  );
  try {
    await program.initialize("2025-11-25");
    const pid = program.child.pid ?? 0;
    const before = kib(pid, "VmRSS");
    const begun = performance.now();
    const answer = await program.request(1, "tools/call", {
      name: "export_messages",
      arguments: { conversation_id: SANDBOX.longConversationId, file_format: format, max_messages: count },
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const { isError, structuredContent } = answer.result;
    if (isError || structuredContent.count !== count || readdirSync(mediaDir).length !== 1)
      throw new Error(JSON.stringify(answer.result));
    const [peak, bytes] = [kib(pid, "VmHWM"), structuredContent.bytes];
    const mib = (value: number) => (value / 1024).toFixed(0);
    return `${mib(before)} MiB before, ${mib(peak)} MiB at most; ${mib(bytes / 1024)} MiB written in ${seconds} s`;
  } finally {
    program.child.kill();
    await program.exited;
    rmSync(mediaDir, { recursive: true });
  }
}

const sandbox = await startSandbox();
fill(sandbox, Math.max(...SIZES));
for (const format of ["jsonl", "csv", "markdown"]) {
  for (const size of SIZES) {
    console.log(`${format.padEnd(8)} ${String(size).padStart(7)} messages: ${await measure(sandbox, size, format)}`);
  }
}
await sandbox.close();
