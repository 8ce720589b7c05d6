import { type Meter, OrderedList, type Range, type Row, type Slice } from "./ordered-list.ts";

export interface TableOptions<R> {
  /** The business number that owns the row; every list is of one number. */
  scope(row: R): string;
  sortValue(row: R): number;
  /** The values that a list can be filtered by, always in the same order. */
  facets(row: R): readonly string[];
}

export interface TableQuery extends Range {
  scope: string;
  /** One for each facet; undefined is any. */
  facets: readonly (string | undefined)[];
}

/** The facet of a row that has no such value: unassigned, without a number, without a customer. */
export const NONE = "(none)";

const SEPARATOR = "\u0000";
const ANY = "*";
const only = (value: string) => `=${value}`;

/**
 * Rows in time order, with an ordered list for every combination of filters that a row can be found by (three facets
 * make eight lists). A filtered page therefore costs a binary search, however many rows there are.
 */
export class Table<R extends Row> {
  readonly meter: Meter = { visited: 0 };
  readonly #lists = new Map<string, OrderedList<R>>();
  /** The lists of the rows with the same scope and facets: to put eight names together is most of what a change costs. */
  readonly #listsOf = new Map<string, readonly OrderedList<R>[]>();
  readonly #options: TableOptions<R>;

  constructor(options: TableOptions<R>) {
    this.#options = options;
  }

  add(row: R): void {
    for (const list of this.#placesOf(row)) list.insert(row);
  }

  remove(row: R): void {
    for (const list of this.#placesOf(row)) list.remove(row);
  }

  /** Every change of a facet or of the sort value goes through here. */
  update(row: R, change: (row: R) => void): void {
    this.remove(row);
    change(row);
    this.add(row);
  }

  page({ scope, facets, ...range }: TableQuery): Slice<R> {
    return this.#list(scope, facets)?.slice(range) ?? { rows: [], hasNewer: false, hasOlder: false };
  }

  count(scope: string, facets: TableQuery["facets"]): number {
    return this.#list(scope, facets)?.length ?? 0;
  }

  #list(scope: string, facets: TableQuery["facets"]): OrderedList<R> | undefined {
    return this.#lists.get(
      [scope, ...facets.map((value) => (value === undefined ? ANY : only(value)))].join(SEPARATOR),
    );
  }

  #placesOf(row: R): readonly OrderedList<R>[] {
    const scope = this.#options.scope(row);
    const facets = this.#options.facets(row);
    const name = [scope, ...facets.map(only)].join(SEPARATOR);
    let places = this.#listsOf.get(name);
    if (places === undefined) {
      places = combinations(scope, facets).map((key) => this.#open(key));
      this.#listsOf.set(name, places);
    }
    return places;
  }

  /** A list that became empty stays: few do, and rows come back to them. */
  #open(key: string): OrderedList<R> {
    const list = this.#lists.get(key) ?? new OrderedList(this.#options.sortValue, this.meter);
    this.#lists.set(key, list);
    return list;
  }
}

function combinations(scope: string, facets: readonly string[]): string[] {
  let keys = [scope];
  for (const value of facets) keys = keys.flatMap((key) => [key + SEPARATOR + ANY, key + SEPARATOR + only(value)]);
  return keys;
}
