/** What every stored row has: `seq` counts insertions and settles the order of rows with equal sort values. */
export interface Row {
  readonly seq: number;
}

/** A place in the order: (sort value, row number), the pair that a cursor carries. */
export interface Position {
  at: number;
  seq: number;
}

/** Newest first. `from` and `to` bound the sort value, both inclusive; `after` and `before` exclude their own row. */
export interface Range {
  from?: number | undefined;
  to?: number | undefined;
  after?: Position | undefined;
  before?: Position | undefined;
  limit: number;
}

export interface Slice<R> {
  rows: R[];
  hasNewer: boolean;
  hasOlder: boolean;
}

/** Counts the rows that reads touch: the tests' proof that no list is scanned. */
export interface Meter {
  visited: number;
}

/** Rows in ascending order in one array, found by binary search. Rows mostly arrive at the end, where it is cheap. */
export class OrderedList<R extends Row> {
  readonly #rows: R[] = [];
  readonly #at: (row: R) => number;
  readonly #meter: Meter;

  constructor(at: (row: R) => number, meter: Meter) {
    this.#at = at;
    this.#meter = meter;
  }

  get length(): number {
    return this.#rows.length;
  }

  insert(row: R): void {
    const last = this.#rows.at(-1);
    if (last === undefined || this.#isBelow(last, { at: this.#at(row), seq: row.seq })) this.#rows.push(row);
    else this.#rows.splice(this.#countBelow({ at: this.#at(row), seq: row.seq }), 0, row);
  }

  /** The row must still have the sort value that it was inserted with. */
  remove(row: R): void {
    const index = this.#countBelow({ at: this.#at(row), seq: row.seq });
    if (this.#rows[index] === row) this.#rows.splice(index, 1);
  }

  slice({ from, to, after, before, limit }: Range): Slice<R> {
    const low = from === undefined ? 0 : this.#countBelow({ at: from, seq: 0 });
    const high = to === undefined ? this.#rows.length : this.#countBelow({ at: to, seq: Number.POSITIVE_INFINITY });
    let start: number;
    let end: number;
    if (before !== undefined) {
      // a cursor's own row, when it still stands, is not part of the page
      start = Math.max(low, this.#countBelow({ at: before.at, seq: before.seq + 1 }));
      end = Math.min(high, start + limit);
    } else {
      end = after === undefined ? high : Math.min(high, this.#countBelow(after));
      start = Math.max(low, end - limit);
    }
    const rows = this.#rows.slice(start, Math.max(start, end)).reverse();
    this.#meter.visited += rows.length;
    return { rows, hasNewer: end < high, hasOlder: start > low };
  }

  #isBelow(row: R, { at, seq }: Position): boolean {
    const own = this.#at(row);
    return own < at || (own === at && row.seq < seq);
  }

  /** How many rows stand before the position: its index, whether or not a row is there. */
  #countBelow(position: Position): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#rows[middle];
      this.#meter.visited += 1;
      if (row !== undefined && this.#isBelow(row, position)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
