import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../../src/log.ts";
import { type AuditFacts, AuditLog, NO_AUDIT } from "../../../src/server/audit/audit-log.ts";
import { ToolError } from "../../../src/tools/definition/tool-error.ts";

const KEY = "a-key-of-sixteen-or-more";
const NOW = Date.UTC(2026, 10, 20, 14, 3, 11);
const FACTS: AuditFacts = {
  tool: "send_message",
  phoneNumberId: "418290563317745",
  recipient: "+55 11 98765-0042",
  requestId: "7",
  client: "claude",
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kapso-audit-"));
  file = path.join(folder, "audit.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logFile = () => path.join(folder, "server.log");
const logged = () =>
  readFileSync(logFile(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const auditTo = (where = file) =>
  new AuditLog({
    path: where,
    key: KEY,
    log: createLog("info", pino.destination({ dest: logFile(), sync: true })),
    now: () => NOW,
  });
const text = () => readFileSync(file, "utf8");
const lines = () =>
  text()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Appends lines of growing length in a process of its own. Resolves with its exit code. */
async function append(count: number, before = ""): Promise<number> {
  const source = new URL("../../../src/server/audit/append-file.ts", import.meta.url).href;
  const program = `
    import { AppendFile } from "${source}";
    const file = new AppendFile(process.argv[1]);
    for (let i = 0; i < ${count}; i++) file.append(JSON.stringify({ from: process.pid, pad: "x".repeat(i) }));`;
  const shell = `${before} exec "$0" --import tsx --input-type=module -e "$1" "$2"`;
  const child = spawn("bash", ["-c", shell, process.execPath, program, file], { stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code;
}

/** The refusal of a write that cannot be recorded. */
async function refusalOf(audit: AuditLog): Promise<string> {
  const refusal: unknown = await audit.begin(FACTS).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ToolError);
  return refusal instanceof ToolError ? refusal.message : "";
}

describe("a write in the audit log", () => {
  test("is recorded before it leaves, and again with what became of it", async () => {
    const entry = await auditTo().begin(FACTS);
    const begun = lines();
    expect(begun).toEqual([
      {
        time: "2026-11-20T14:03:11.000Z",
        phase: "begin",
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        tool: "send_message",
        phone_number_id: "418290563317745",
        recipient: createHmac("sha256", KEY).update("551187650042").digest("hex"),
        request_id: "7",
        client: "claude",
      },
    ]);
    await entry.end({ outcome: "sent", messageId: "wamid.abc", confirmedBy: "person" });
    expect(lines()[1]).toEqual({
      ...begun[0],
      phase: "end",
      outcome: "sent",
      message_id: "wamid.abc",
      confirmed_by: "person",
    });
  });

  test("names the rule that refused", async () => {
    const entry = await auditTo().begin({ tool: "block_users", requestId: "8", caller: "support" });
    await entry.end({ outcome: "refused", rule: "KAPSO_READ_ONLY", confirmedBy: "not_needed" });
    expect(lines()[1]).toMatchObject({ caller: "support", outcome: "refused", rule: "KAPSO_READ_ONLY" });
    expect(lines()[1]).not.toHaveProperty("recipient");
  });

  test("has one recipient for all spellings of a number, and shows none of them", async () => {
    const audit = auditTo();
    for (const recipient of ["+5511987650042", "551187650042", "0055 11 98765 0042"])
      await audit.begin({ ...FACTS, recipient });
    expect(new Set(lines().map((line) => line.recipient)).size).toBe(1);
    expect(text()).not.toMatch(/8765/);
    const other = new AuditLog({ path: file, key: "another-key-of-sixteen", log: createLog("silent") });
    await other.begin(FACTS);
    expect(new Set(lines().map((line) => line.recipient)).size).toBe(2);
  });

  test("stays one line, whatever the client calls itself", async () => {
    await auditTo().begin({ ...FACTS, client: `a"\n{"phase":"end"}\u2028${"x".repeat(5000)}` });
    expect(text().split("\n")).toHaveLength(2);
    expect(text().length).toBeLessThan(1500);
  });

  test("is not recorded where the operator wants no record", async () => {
    await (await NO_AUDIT.begin(FACTS)).end({ outcome: "sent" });
  });
});

describe("the file", () => {
  test("is for its owner alone when it is made, and one that exists is kept as it is", async () => {
    const audit = auditTo();
    await audit.begin(FACTS);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    await auditTo().begin(FACTS);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lines()).toHaveLength(2);
  });

  test("goes on after a line that another process left unfinished", async () => {
    writeFileSync(file, '{"phase":"begin","id":"x');
    const audit = auditTo();
    const entry = await audit.begin(FACTS);
    await entry.end({ outcome: "done" });
    const [torn, ...whole] = text().trimEnd().split("\n");
    expect(torn).toBe('{"phase":"begin","id":"x');
    expect(whole.map((line) => JSON.parse(line).phase)).toEqual(["begin", "end"]);
  });

  test("gets no empty line where the last one is whole", async () => {
    writeFileSync(file, "{}\n");
    await auditTo().begin(FACTS);
    expect(text().split("\n")).toHaveLength(3);
  });

  test("is begun anew when it was moved away between two lines", async () => {
    const entry = await auditTo().begin(FACTS);
    renameSync(file, `${file}.1`);
    await entry.end({ outcome: "sent" });
    expect(lines()).toMatchObject([{ phase: "end", outcome: "sent" }]);
    expect(JSON.parse(readFileSync(`${file}.1`, "utf8"))).toMatchObject({ phase: "begin" });
  });

  test("is shared by several processes without a broken line", async () => {
    const writers = [1, 2, 3].map(() => append(300));
    expect(await Promise.all(writers)).toEqual([0, 0, 0]);
    expect(lines()).toHaveLength(900);
  });

  test.runIf(process.platform === "linux")("may end with a part of a line that was refused, and goes on", async () => {
    expect(await append(300, "trap '' XFSZ; ulimit -f 1;")).toBe(1);
    expect(statSync(file).size).toBe(1024);
    await auditTo().begin(FACTS);
    const all = text().trimEnd().split("\n");
    expect(() => JSON.parse(all.at(-2) ?? "")).toThrow();
    for (const line of all.toSpliced(-2, 1)) expect(() => JSON.parse(line)).not.toThrow();
  });
});

describe("while the file cannot be written", () => {
  test.runIf(existsSync("/dev/full"))("for want of space, writes are refused and told why", async () => {
    expect(await refusalOf(auditTo("/dev/full"))).toMatch(
      /^Nothing was done\. The audit log \(KAPSO_AUDIT_LOG\) cannot be written \(ENOSPC\).*Tell the operator\.$/,
    );
    expect(logged()).toMatchObject([{ level: "error", code: "ENOSPC", tool: "send_message" }]);
  });

  test("for want of a folder, writes are refused, and go on when there is one", async () => {
    const audit = auditTo(path.join(folder, "later", "audit.jsonl"));
    expect(await refusalOf(audit)).toContain("(ENOENT)");
    mkdirSync(path.join(folder, "later"));
    await audit.begin(FACTS);
  });

  test("for a path that leads through a file, writes are refused", async () => {
    writeFileSync(file, "");
    expect(await refusalOf(auditTo(path.join(file, "audit.jsonl")))).toContain("(ENOTDIR)");
    expect(await refusalOf(auditTo(folder))).toContain("(EISDIR)");
  });

  test.runIf(existsSync("/dev/full"))(
    "outcomes are kept, hold later writes up, and stand before them in the end",
    async () => {
      const audit = auditTo();
      const [first, second] = [await audit.begin(FACTS), await audit.begin({ ...FACTS, tool: "delete_media" })];
      renameSync(file, `${file}.kept`);
      symlinkSync("/dev/full", file);

      await first.end({ outcome: "sent", messageId: "wamid.secret" });
      await second.end({ outcome: "failed" });
      expect(await refusalOf(audit)).toContain("(ENOSPC)");
      expect(logged()).toMatchObject([
        { level: "error", outcome: "sent", code: "ENOSPC", tool: "send_message" },
        { level: "error", outcome: "failed", code: "ENOSPC", tool: "delete_media" },
        { level: "error", code: "ENOSPC" },
      ]);
      expect(readFileSync(logFile(), "utf8")).not.toMatch(/wamid|8765/);

      unlinkSync(file);
      renameSync(`${file}.kept`, file);
      await audit.begin({ ...FACTS, requestId: "9" });
      expect(lines()).toMatchObject([
        { phase: "begin", tool: "send_message" },
        { phase: "begin", tool: "delete_media" },
        { phase: "end", outcome: "sent", message_id: "wamid.secret" },
        { phase: "end", outcome: "failed" },
        { phase: "begin", request_id: "9" },
      ]);
    },
  );

  test("what others appended meanwhile is not joined to", async () => {
    const audit = auditTo();
    const entry = await audit.begin(FACTS);
    renameSync(file, `${file}.kept`);
    mkdirSync(file);
    await entry.end({ outcome: "sent" });
    rmSync(file, { recursive: true });
    renameSync(`${file}.kept`, file);
    appendFileSync(file, "half a li");
    await audit.begin(FACTS);
    expect(text().split("\n")[1]).toBe("half a li");
    expect(
      text()
        .trimEnd()
        .split("\n")
        .slice(2)
        .map((line) => JSON.parse(line).phase),
    ).toEqual(["end", "begin"]);
  });
});
