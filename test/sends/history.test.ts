import { describe, expect, test } from "vitest";
import type { Kapso } from "../../src/kapso/client.ts";
import type { Message } from "../../src/kapso/types.ts";
import { findInHistory } from "../../src/server/sends/history.ts";
import { MemoryLedger } from "../../src/server/sends/ledger.ts";
import { message } from "../../src/tools/send.ts";

const NOW = Date.UTC(2026, 10, 20, 15);
const to = "+5511987650042";
const body = { messaging_product: "whatsapp", to, type: "text", text: { body: "hi" } } as const;
const outgoing = message({ phoneNumberId: "418290563317745", body, post: () => Promise.reject(new Error("lost")) });
const stored = { id: "wamid.1", type: "text", timestamp: String(NOW / 1_000), to, text: { body: "hi" } };

type List = () => Promise<{ data: Partial<Message>[] }>;

/** Searches of sends with these names, in one ledger and one history. */
function searches(list: List) {
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
});
