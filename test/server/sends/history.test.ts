import { describe, expect, test } from "vitest";
import type { Kapso } from "../../../src/kapso/client.ts";
import { KapsoError } from "../../../src/kapso/http/errors.ts";
import type { Message } from "../../../src/kapso/message-types.ts";
import { findInHistory } from "../../../src/server/sends/history.ts";
import { MemoryLedger } from "../../../src/server/sends/ledger.ts";
import { message } from "../../../src/tools/definition/send.ts";

const NOW = Date.UTC(2026, 10, 20, 15);
const to = "+5511987650042";
const lost = (type: string, content: object) =>
  message({
    phoneNumberId: "418290563317745",
    body: { messaging_product: "whatsapp", to, type, [type]: content },
    post: () => Promise.reject(new Error("lost")),
  });
const record = (type: string, content: object) => ({
  id: "wamid.1",
  type,
  timestamp: String(NOW / 1_000),
  to,
  [type]: content,
});
const stored = record("text", { body: "hi" });

const failure = (kind: KapsoError["kind"]) => new KapsoError({ kind, title: "x", retryable: "L", requestSent: true });

type List = () => Promise<{ data: Partial<Message>[] }>;

/** Searches of sends with these names, in one ledger and one history. */
function searches(list: List, outgoing = lost("text", { body: "hi" })) {
  const ledger = new MemoryLedger({ dedupeMs: 300_000, now: () => 0 });
  const kapso = { messages: { list }, now: () => NOW } as unknown as Kapso;
  const sleeps: number[] = [];
  const search = (slot: string) =>
    findInHistory(
      {
        outgoing,
        names: new Set(["551187650042"]),
        begunAt: () => NOW,
        take: async (found) => {
          const delivered = outgoing.found(found);
          return (await ledger.take({ slot, content: "" }, delivered)) ? delivered : undefined;
        },
      },
      { kapso, sleep: async (ms) => void sleeps.push(ms) },
    );
  return { search, sleeps };
}

describe("a send whose answer was lost", () => {
  test("is found by one of two that look for the same at the same time", async () => {
    const { search } = searches(async () => ({ data: [stored] }));
    const found = await Promise.all([search("a"), search("b")]);
    expect(found.map((each) => each?.messageId)).toEqual(["wamid.1", undefined]);
  });

  test.each([
    ["refused", "http"],
    ["lost", "network"],
    ["too slow", "timeout"],
  ] as const)("is looked for again after a look whose answer was %s", async (_, kind) => {
    let looks = 0;
    const { search, sleeps } = searches(async () => {
      looks += 1;
      if (looks < 3) throw failure(kind);
      return { data: [stored] };
    });
    expect((await search("a"))?.messageId).toBe("wamid.1");
    expect(sleeps).toEqual([500, 1_500]);
  });

  const params = [{ type: "body", parameters: [{ type: "text", text: "Rafa" }] }];
  const asked = { type: "button", action: { buttons: [] }, body: { text: "Right?" } };
  test.each([
    ["template", { name: "a", language: { code: "en" }, components: params }, { name: "a", language: { code: "en" } }],
    ["image", { link: "https://cdn.example/a.png", caption: "Here" }, { link: "https://cdn.example/a.png" }],
    ["interactive", asked, { type: "button", action: { buttons: [] } }],
    ["interactive", asked, { ...asked, footer: { text: "by Friday" } }],
    ["reaction", { message_id: "wamid.0", emoji: "👍" }, { message_id: "wamid.0" }],
    ["location", { latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2, name: "Shop" }],
  ])("is not taken for a %s that shows more or less: %j, %j", async (type, sent, kept) => {
    const same = searches(async () => ({ data: [record(type, sent)] }), lost(type, sent));
    expect((await same.search("a"))?.messageId).toBe("wamid.1");
    const other = searches(async () => ({ data: [record(type, kept)] }), lost(type, sent));
    expect(await other.search("a")).toBeUndefined();
  });

  test("is given up after the last look, and at once when the time is over or the process ends", async () => {
    let looks = 0;
    const failing = (kind: KapsoError["kind"]) =>
      searches(() => {
        looks += 1;
        throw failure(kind);
      });
    expect(await failing("http").search("a")).toBeUndefined();
    expect(looks).toBe(3);
    const cut = failing("aborted");
    expect(await cut.search("a")).toBeUndefined();
    expect([looks, cut.sleeps]).toEqual([4, []]);
  });
});
