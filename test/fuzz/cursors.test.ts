import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());

/** How somebody pages: a step and its size, and how many rows come before it. */
const steps = fc.array(
  fc.record({
    back: fc.boolean(),
    limit: fc.integer({ min: 1, max: 60 }),
    arrivals: fc.nat(2),
  }),
  { minLength: 1, maxLength: 8 },
);

let people = 0;
/** Rows of a list by their ids, and a way to make one more. */
const LISTS = {
  list_messages: {
    args: { conversation_id: SANDBOX.longConversationId },
    id: "message_id",
    add: () => shift.inbound({ from: SANDBOX.longCustomer, type: "text", text: { body: "one more" } }),
  },
  list_contacts: {
    args: {},
    id: "wa_id",
    add: () => shift.inbound({ from: `+5511900${100_000 + people++}`, type: "text", text: { body: "hello" } }),
  },
  list_conversations: {
    args: {},
    id: "conversation_id",
    add: () => shift.inbound({ from: `+5511900${100_000 + people++}`, type: "text", text: { body: "hello" } }),
  },
  list_calls: {
    args: {},
    id: "call_id",
    add: () => shift.inbound({ from: SANDBOX.longCustomer, call: {} }),
  },
};
type ListName = keyof typeof LISTS;

interface Page {
  ids: string[];
  next?: string;
  previous?: string;
}

async function read(name: ListName, limit: number, cursor: { after?: string; before?: string } = {}): Promise<Page> {
  const { args, id } = LISTS[name];
  const answer = await shift.call(name, { ...args, limit, ...cursor });
  expect(answer.isError, answer.text).toBe(false);
  const { data, next_cursor, previous_cursor } = answer.data;
  return { ids: data.map((row: Record<string, string>) => row[id]), next: next_cursor, previous: previous_cursor };
}

async function all(name: ListName): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(name, 100, cursor === undefined ? {} : { after: cursor });
    ids.push(...page.ids);
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

test.each(Object.keys(LISTS) as ListName[])(
  "%s: however one pages, and whatever comes meanwhile, rows come in order, none twice and none left out",
  async (name) => {
    const property = fc.asyncProperty(steps, async (walk) => {
      shift.sandbox.reset();
      const staying = await all(name);
      let arrived = 0;
      // Where the page lies, counted from the oldest row: what comes meanwhile is newer than everything.
      let page = await read(name, walk[0]?.limit ?? 1);
      let [from, to] = [staying.length - page.ids.length, staying.length];
      const expectPage = () => {
        const last = staying.length;
        expect(page.ids).toHaveLength(to - from);
        const old = staying.slice(Math.max(0, last - to), Math.max(0, last - from));
        expect(page.ids.slice(page.ids.length - old.length)).toEqual(old);
        expect(page.ids.slice(0, page.ids.length - old.length).filter((id) => staying.includes(id))).toEqual([]);
      };
      expectPage();
      for (const { back, limit, arrivals } of walk) {
        for (let count = 0; count < arrivals; count += 1) await LISTS[name].add();
        arrived += arrivals;
        const cursor = back ? page.previous : page.next;
        if (cursor === undefined) continue;
        page = await read(name, limit, back ? { before: cursor } : { after: cursor });
        if (page.ids.length === 0) break;
        if (back) [from, to] = [to, Math.min(staying.length + arrived, to + limit)];
        else [from, to] = [Math.max(0, from - limit), from];
        expectPage();
      }
      // And on to the end.
      while (page.next !== undefined) {
        page = await read(name, 50, { after: page.next });
        [from, to] = [Math.max(0, from - 50), from];
        expectPage();
      }
    });
    await fc.assert(property, { ...runs(6), endOnFailure: true });
  },
  FUZZ_TIMEOUT_MS,
);
