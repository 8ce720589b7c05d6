import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shift, startShift } from "../helpers/harness.ts";
import { changingLists, type List, type Page } from "./changing-lists.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());

type Happening = "add" | "change" | "move" | "remove";
interface Event {
  what: Happening;
  /** Which of the rows, counted through. Often the last that was seen: the one that the cursor names. */
  which: number | "last seen";
}
interface Step {
  size: number;
  /** What happens before the page is read. */
  events: Event[];
}

const event: fc.Arbitrary<Event> = fc.record({
  what: fc.constantFrom<Happening>("add", "change", "move", "remove"),
  which: fc.oneof(fc.nat(40), fc.constant<"last seen">("last seen")),
});
const step: fc.Arbitrary<Step> = fc.record({
  size: fc.integer({ min: 1, max: 9 }),
  events: fc.array(event, { maxLength: 2 }),
});
const walks = fc.array(step, { minLength: 1, maxLength: 8 });

/** Undefined where the API no longer knows the place: the answer leads back to the first page. */
async function read({ tool, args, names, read }: List, size: number, cursor?: string): Promise<Page | undefined> {
  const { limit, after } = names ?? { limit: "limit", after: "after" };
  const answer = await shift.call(tool, { ...args, [limit]: size, ...(cursor !== undefined && { [after]: cursor }) });
  if (!answer.isError) return read(answer);
  expect(answer.text).toContain("List again from the first page, without a cursor.");
  expect(cursor).toBeDefined();
  return undefined;
}

const LISTS = changingLists(() => shift);

test("every tool with a cursor is walked", async () => {
  const { tools } = await shift.client.listTools();
  const paged = tools.filter(
    // What it waits for has no end.
    ({ name, outputSchema }) =>
      name !== "wait_for_messages" && /"(next|older)_cursor"/.test(JSON.stringify(outputSchema)),
  );
  expect(LISTS.map(({ tool }) => tool).sort()).toEqual(paged.map(({ name }) => name).sort());
});

test.each(LISTS.map((list) => ({ name: list.tool, list })))(
  "$name: a walk to the end meets each row that stays once and in order, whatever comes, changes and goes",
  async ({ list }) => {
    const property = fc.asyncProperty(walks, async (steps) => {
      shift.sandbox.reset();
      await list.fill?.();
      const whole = await read(list, 100);
      expect(whole?.next).toBeUndefined();
      const rows = whole?.ids ?? [];
      expect(rows.length).toBeGreaterThan(1);
      const gone = new Set<string>();
      let seen: string[] = [];

      const happen = async ({ what, which }: Event) => {
        if (what === "add") return list.add?.();
        const present = rows.filter((row) => !gone.has(row));
        const row = which === "last seen" ? seen.at(-1) : present[which % present.length];
        const act = list[what];
        if (row === undefined || gone.has(row) || act === undefined) return;
        if (what !== "change") gone.add(row);
        await act(row);
      };

      let page: Page | undefined = { ids: [], next: undefined };
      for (let count = 0; count === 0 || page === undefined || page.next !== undefined; count += 1) {
        const { size, events } = steps[count] ?? { size: 20, events: [] };
        for (const each of events) await happen(each);
        page = await read(list, size, page?.next);
        if (page === undefined) seen = [];
        seen.push(...(page?.ids ?? []));
        expect(count).toBeLessThan(100);
      }
      expect(seen.filter((row) => rows.includes(row) && !gone.has(row))).toEqual(rows.filter((row) => !gone.has(row)));
      expect(new Set(seen).size, "no row comes twice").toBe(seen.length);
    });
    await fc.assert(property, { ...runs(3), endOnFailure: true });
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "no cursor of anybody's making breaks a list: it is refused with the way back to the first page",
  async () => {
    const made = fc.oneof(
      fc.string({ minLength: 1, maxLength: 80 }),
      fc.base64String({ minLength: 1, maxLength: 80 }),
      fc.jsonValue({ maxDepth: 2 }).map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
    );
    const ways = LISTS.flatMap(({ tool, args, names }) =>
      (names === undefined ? ["after", "before"] : [names.after]).map((way) => ({ tool, args, way })),
    );
    const property = fc.asyncProperty(fc.constantFrom(...ways), made, async ({ tool, args, way }, cursor) => {
      const { isError, text } = await shift.call(tool, { ...args, [way]: cursor });
      expect(text).not.toContain("failed inside this server");
      if (isError) expect(text).toMatch(/cursor|after|before/);
    });
    await fc.assert(property, runs(60));
  },
  FUZZ_TIMEOUT_MS,
);
