import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Position } from "../../src/sandbox/store/ordered-list.ts";
import { Table } from "../../src/sandbox/store/table.ts";

interface Item {
  seq: number;
  at: number;
  colour: string;
}

/** What happens between two pages of a walk. */
type Change = { do: "add"; at: number } | { do: "remove"; which: number } | { do: "move"; which: number; at: number };

const at = fc.integer({ min: 0, max: 20 });
const which = fc.nat(60);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ do: fc.constant("add" as const), at }),
  fc.record({ do: fc.constant("remove" as const), which }),
  fc.record({ do: fc.constant("move" as const), which, at }),
);
const walk = {
  start: fc.array(at, { maxLength: 40 }),
  limit: fc.integer({ min: 1, max: 7 }),
  changes: fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 60 }),
};

class Stage {
  readonly table = new Table<Item>({ scope: () => "n", sortValue: (row) => row.at, facets: (row) => [row.colour] });
  readonly rows: Item[] = [];
  /** Rows that went or moved while somebody walked. */
  readonly touched = new Set<Item>();
  /** Rows that came while somebody walked. */
  readonly late = new Set<Item>();
  #seq = 0;

  add(time: number): Item {
    const row = { seq: ++this.#seq, at: time, colour: this.#seq % 3 === 0 ? "red" : "blue" };
    this.table.add(row);
    this.rows.push(row);
    return row;
  }

  apply(event: Change): void {
    if (event.do === "add") {
      this.late.add(this.add(event.at));
      return;
    }
    const row = this.rows[event.which % Math.max(1, this.rows.length)];
    if (row === undefined) return;
    this.touched.add(row);
    if (event.do === "move") {
      this.table.update(row, (each) => {
        each.at = event.at;
      });
    } else {
      this.table.remove(row);
      this.rows.splice(this.rows.indexOf(row), 1);
    }
  }
}

const position = ({ at: time, seq }: Item): Position => ({ at: time, seq });
const newestFirst = (a: Item, b: Item) => b.at - a.at || b.seq - a.seq;

test.each([
  ["after", [undefined]],
  ["before", [undefined]],
  ["after", ["red"]],
  ["before", ["blue"]],
] as const)("a walk by %s over %j sees each row that stays exactly once, in order", (direction, facets) => {
  fc.assert(
    fc.property(fc.record(walk), ({ start, limit, changes }) => {
      const stage = new Stage();
      for (const time of start) stage.add(time);
      const staying = [...stage.rows];
      const seen: Item[] = [];
      let cursor: Position | undefined = direction === "after" ? undefined : { at: -1, seq: 0 };
      for (let page = 0; ; page++) {
        const { rows } = stage.table.page({ scope: "n", facets, limit, [direction]: cursor });
        if (rows.length === 0) break;
        expect(rows).toEqual([...rows].sort(newestFirst));
        seen.push(...(direction === "after" ? rows : [...rows].reverse()));
        const edge = direction === "after" ? rows.at(-1) : rows[0];
        cursor = edge && position(edge);
        for (const event of changes[page] ?? []) stage.apply(event);
      }
      const expected = staying
        .filter((row) => !stage.touched.has(row) && (facets[0] === undefined || row.colour === facets[0]))
        .sort(newestFirst);
      const stayed = seen.filter((row) => !stage.touched.has(row) && !stage.late.has(row));
      expect(direction === "after" ? stayed : stayed.reverse()).toEqual(expected);
      for (const row of seen) {
        if (!stage.touched.has(row)) expect(seen.filter((each) => each === row)).toHaveLength(1);
      }
    }),
    { numRuns: 500, seed: 7731 },
  );
});

test("bounds, neighbours and counts agree with a plain filter", () => {
  fc.assert(
    fc.property(fc.array(at, { maxLength: 40 }), at, at, fc.integer({ min: 1, max: 50 }), (times, from, to, limit) => {
      const stage = new Stage();
      for (const time of times) stage.add(time);
      const wanted = stage.rows.filter((row) => row.at >= from && row.at <= to).sort(newestFirst);
      const slice = stage.table.page({ scope: "n", facets: [undefined], from, to, limit });
      expect(slice.rows).toEqual(wanted.slice(0, limit));
      expect(slice.hasOlder).toBe(wanted.length > limit);
      expect(slice.hasNewer).toBe(false);
      const [second] = slice.rows.slice(1);
      if (second === undefined) return;
      const rest = stage.table.page({ scope: "n", facets: [undefined], from, to, limit, after: position(second) });
      expect(rest.rows).toEqual(wanted.slice(2, 2 + limit));
      if (rest.rows.length > 0) expect(rest.hasNewer).toBe(true);
    }),
    { numRuns: 500, seed: 7731 },
  );
});
