import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { snippet, termsOf } from "../../src/tools/assist/match.ts";
import { runs } from "../fuzz/runs.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());

const search = async (query: string, more: Record<string, unknown> = {}) =>
  (await shift.call("search_messages", { query, ...more })).data;
type Hit = Record<string, string>;

describe("search_messages", () => {
  beforeEach(async () => {
    shift.sandbox.reset();
    await shift.inbound({ from: SANDBOX.openCustomer, text: "O código do pedido é ABC-771, obrigado" });
    await shift.call("send_message", {
      to: SANDBOX.openCustomer,
      type: "text",
      text: "Obrigado! CODIGO abc-771 anotado",
    });
  });

  test("finds words in any case and order, accents folded, newest first, with who and where", async () => {
    const { data, complete, searched } = await search("abc-771 CODIGO");
    expect(data.map(({ from, type }: Hit) => [from, type])).toEqual([
      ["us", "text"],
      ["customer", "text"],
    ]);
    expect(data[1]).toMatchObject({
      conversation_id: SANDBOX.openConversationId,
      customer: "Rafa Lima",
      snippet: "O código do pedido é ABC-771, obrigado",
      message_id: expect.stringMatching(/^wamid\./),
    });
    expect(complete).toBe(true);
    expect(searched).toBeGreaterThan(100);
  });

  test("a phrase is looked for as it is", async () => {
    expect((await search('"pedido é abc"')).data).toHaveLength(1);
    expect((await search('"é pedido abc"')).data).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ["a direction", { direction: "inbound" }, 1],
    ["a customer", { phone_number: SANDBOX.openCustomer }, 2],
    ["another customer", { phone_number: SANDBOX.closedCustomer }, 0],
    ["a conversation", { conversation_id: SANDBOX.openConversationId }, 2],
    ["types", { types: ["image"] }, 0],
    ["a period before", { until: "2026-01-01T00:00:00Z" }, 0],
  ])("within %s", async (_, filter, count) => {
    expect((await search("abc-771", filter)).data).toHaveLength(count);
  });

  test("captions, file names, transcripts, tapped buttons and template texts are searched", async () => {
    const types = async (query: string) => (await search(query, { limit: 50 })).data.map(({ type }: Hit) => type);
    const everyType = (
      await shift.call("list_messages", { conversation_id: SANDBOX.everyTypeConversationId, limit: 100 })
    ).data.data;
    const named = everyType.find((row: { media?: { filename?: string } }) => row.media?.filename !== undefined);
    expect(await types(named.media.filename)).toContain(named.type);
    const captioned = everyType.find((row: { caption?: string }) => row.caption !== undefined);
    expect(await types(captioned.caption)).toContain(captioned.type);
    const tapped = everyType.find((row: { reply?: { title?: string } }) => row.reply?.title !== undefined);
    expect(await types(tapped.reply.title)).toContain(tapped.type);
  });

  test("goes on from its cursor, each hit once, also when messages come meanwhile", async () => {
    const all = (await search("a", { limit: 50 })).data.map((hit: Hit) => hit["message_id"]);
    const walked: string[] = [];
    let after: string | undefined;
    for (let calls = 0; walked.length < 50 && calls < 60; calls += 1) {
      const page = await search("a", { limit: 3, ...(after && { after }) });
      walked.push(...page.data.map((hit: Hit) => hit["message_id"]));
      after = page.next_cursor;
      if (after === undefined) break;
      await shift.inbound({ from: SANDBOX.openCustomer, text: "nothing to see" });
    }
    expect(walked.slice(0, all.length)).toEqual(all);
    expect(new Set(walked).size).toBe(walked.length);
  });

  test("says how far it came where time was up", async () => {
    let ms = 0;
    const hasty = await startShift({
      timer: () => ({
        now: () => {
          ms += 11_000;
          return ms;
        },
        pause: async () => {},
        after: () => () => {},
      }),
    });
    const first = (await hasty.call("search_messages", { query: "nowhere at all" })).data;
    await hasty.close();
    expect(first).toMatchObject({ data: [], searched: 100, complete: false, next_cursor: expect.any(String) });
    expect(first.searched_back_to).toMatch(/Z$/);
  });

  test.each([
    [{ query: "  " }, "query: must not be white space alone"],
    [{ query: "\u0301" }, "query: must have something to look for"],
    [{ query: "a", after: "abc" }, "after: must be next_cursor of a former search_messages"],
    [{ query: "a", conversation_id: SANDBOX.openConversationId, phone_number: "+5511" }, "phone_number"],
  ])("refuses %j", async (args, words) => {
    const { isError, text } = await shift.call("search_messages", args);
    expect(isError).toBe(true);
    expect(text).toContain(words);
  });
});

describe("the part of a text around a match", () => {
  test("is cut at both ends, on one line", () => {
    const text = `${"x".repeat(100)} die\nStraße ${"y".repeat(100)}`;
    expect(snippet(text, termsOf("straße"))).toMatch(/^\.\.\.x{50,} die Straße y{50,}\.\.\.$/);
  });

  test("has what was looked for, whatever stands around it", () => {
    const property = fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.string({ unit: "grapheme" }),
      (before, after) => {
        expect(snippet(`${before} Ação ${after}`, termsOf("acao"))?.normalize("NFC")).toContain("Ação");
      },
    );
    fc.assert(property, runs(200));
  });
});
