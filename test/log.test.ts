import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLog } from "../src/log.ts";

/** The lines that somebody logs. */
function lines(act: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const texts: string[] = [];
  const write = (chunk: Buffer, _: string, done: () => void) => {
    texts.push(String(chunk));
    done();
  };
  act(createLog("info", new Writable({ write })));
  return texts.map((text) => JSON.parse(text));
}

test("what is secret stays out of a line, wherever it stands", () => {
  const [line] = lines((log) => {
    const child = log.child({ tool: "send_message", wa_id: "5511987650042" });
    child.info({ ms: 3, token: "s", a: { to: "s", b: { c: [{ text: "s", n: 1 }], body: "s" } }, list: [1, null] }, "m");
  });
  expect(line).toMatchObject({
    level: "info",
    name: "kapso-whatsapp-mcp",
    tool: "send_message",
    wa_id: "[redacted]",
    ms: 3,
    token: "[redacted]",
    a: { to: "[redacted]", b: { c: [{ text: "[redacted]", n: 1 }], body: "[redacted]" } },
    list: [1, null],
    msg: "m",
  });
});

test("what terminals take for commands stands there as escapes", () => {
  const texts: string[] = [];
  createLog("info", { write: (line: string) => void texts.push(line) }).info(
    { path: "a\u009b31mred\u0085\u2028b\u007f" },
    "m",
  );
  expect(texts[0]).toContain("a\\u009b31mred\\u0085\\u2028b\\u007f");
  expect(JSON.parse(texts[0] ?? "").path).toBe("a\u009b31mred\u0085\u2028b\u007f");
});

test("what holds itself ends somewhere", () => {
  const round: Record<string, unknown> = { n: 1 };
  round["again"] = round;
  expect(JSON.stringify(lines((log) => log.info(round)))).toContain("[too deep]");
});
