import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { type Shift, startShift } from "../../helpers/harness.ts";

const KEY = "audit-key-0123456789";
const OPEN = SANDBOX.openCustomer;

let folder: string;
let shift: Shift;
afterEach(async () => {
  await shift.close();
  await rm(folder, { recursive: true, force: true });
});

async function audited(rules: NonNullable<Parameters<typeof startShift>[0]>["rules"] = {}): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), "audit-"));
  const file = path.join(folder, "audit.jsonl");
  shift = await startShift({ rules: { auditLog: file, auditKey: KEY, ...rules } });
  return file;
}

const say = (text: string, more: Record<string, unknown> = {}) =>
  shift.call("send_message", { to: OPEN, type: "text", text, ...more });

async function outcomes(file: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).filter(({ phase }) => phase === "end");
}

test("each write leaves its outcome, and no content", async () => {
  const file = await audited();
  const { data } = await say("a secret of the customer");
  await say("a secret of the customer");
  await shift.fault({ match: { to: OPEN }, reset: "before" });
  await say("lost");
  await shift.fault({ match: { to: OPEN }, failure: "131026" });
  await say("refused by WhatsApp");
  await shift.inbound({ from: OPEN, text: "wait" });
  await say("late", { last_seen_message_id: data.message_id });
  await shift.call("update_contact", { wa_id: OPEN, display_name: "A new name" });
  await shift.call("list_contacts", {});
  const lines = await outcomes(file);
  expect(lines.map(({ tool, outcome }) => [tool, outcome])).toEqual([
    ["send_message", "sent"],
    ["send_message", "deduplicated"],
    ["send_message", "unknown"],
    ["send_message", "failed"],
    ["send_message", "not_sent"],
    ["update_contact", "done"],
  ]);
  const recipient = createHmac("sha256", KEY).update("551187650042").digest("hex");
  expect(lines[0]).toMatchObject({ message_id: data.message_id, phone_number_id: SANDBOX.phoneNumberId, recipient });
  expect(lines[0]).toMatchObject({ confirmed_by: "not_needed", client: "test-client" });
  expect(new Set(lines.map((line) => line["recipient"]))).toEqual(new Set([recipient]));
  const text = await readFile(file, "utf8");
  for (const content of ["secret", "lost", "A new name", OPEN, OPEN.slice(1)]) expect(text).not.toContain(content);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("refusals by a rule and by a person who cannot be asked are in it", async () => {
  const file = await audited({ templateOnly: true, confirm: ["delete"], confirmFallback: "refuse" });
  await say("free-form");
  await shift.call("delete_media", { media_id: SANDBOX.media.png });
  expect(await outcomes(file)).toMatchObject([
    { tool: "send_message", outcome: "refused", rule: "KAPSO_TEMPLATE_ONLY" },
    { tool: "delete_media", outcome: "refused", rule: "KAPSO_CONFIRM" },
  ]);
});

test("a send whose caller goes is recorded with what became of it", async () => {
  const file = await audited();
  await shift.fault({ match: { to: OPEN }, latency_ms: 60 });
  const gone = new AbortController();
  const call = shift.call("send_message", { to: OPEN, type: "text", text: "detached" }, { signal: gone.signal });
  while (shift.sandbox.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await expect(call).rejects.toThrow();
  for (;;) {
    const [line] = await outcomes(file);
    if (line !== undefined) {
      expect(line).toMatchObject({ outcome: "sent" });
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test("a write whose answer is lost is unknown, and so is one whose caller goes meanwhile", async () => {
  const file = await audited();
  await shift.fault({ match: { method: "PATCH" }, reset: "after" });
  expect((await shift.call("update_contact", { wa_id: OPEN, display_name: "A" })).text).toContain("not known whether");
  await shift.fault({ match: { method: "PATCH" }, latency_ms: 60 });
  const gone = new AbortController();
  const call = shift.call("update_contact", { wa_id: OPEN, display_name: "B" }, { signal: gone.signal });
  while (shift.sandbox.requests().length < 2) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await expect(call).rejects.toThrow();
  await vi.waitFor(async () => expect(await outcomes(file)).toHaveLength(2));
  expect((await outcomes(file)).map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
});

test("a send that WhatsApp refuses has failed, also when its caller has gone; one that waited is cancelled", async () => {
  const file = await audited();
  await shift.fault({ match: { to: OPEN }, failure: "131026", latency_ms: 60 });
  const gone = new AbortController();
  const send = (text: string) =>
    shift.call("send_message", { to: OPEN, type: "text", text }, { signal: gone.signal }).catch(() => undefined);
  const calls = [send("refused")];
  while (shift.sandbox.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  calls.push(send("waits"));
  await vi.waitFor(async () => expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(2));
  gone.abort();
  await Promise.all(calls);
  await vi.waitFor(async () => expect(await outcomes(file)).toHaveLength(2));
  expect((await outcomes(file)).map(({ outcome }) => outcome)).toEqual(["cancelled", "failed"]);
});

test("a send whose caller goes while its template is read is cancelled", async () => {
  const file = await audited();
  await shift.fault({ match: { method: "GET" }, latency_ms: 60 });
  const gone = new AbortController();
  const template = { to: OPEN, template_name: "hello_world", language: "en_US" };
  const call = shift.call("send_template_message", template, { signal: gone.signal });
  while (shift.sandbox.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await expect(call).rejects.toThrow();
  await vi.waitFor(async () => expect(await outcomes(file)).toMatchObject([{ outcome: "cancelled" }]));
  expect(shift.sandbox.requests().filter(({ method }) => method === "POST")).toEqual([]);
});

test("a full disk refuses writes before anything leaves; reads go on", async () => {
  await audited({ auditLog: "/dev/full" });
  const answer = await say("hi");
  expect(answer.isError).toBe(true);
  expect(answer.text).toMatch(/KAPSO_AUDIT_LOG/);
  expect(shift.sandbox.requests()).toEqual([]);
  expect((await shift.call("list_contacts", { limit: 1 })).isError).toBe(false);
});
