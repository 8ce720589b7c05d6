import { expect, test } from "vitest";
import { queriesOf, worldWith } from "./history.ts";

/** Rows that one page may touch: its own 20, and a few for each binary search. */
const mostVisited = (messages: number) => {
  const world = worldWith(messages);
  const { table } = world.messages;
  return Math.max(
    ...queriesOf(world, messages).map((query) => {
      table.meter.visited = 0;
      table.page(query);
      return table.meter.visited;
    }),
  );
};

test("no combination of filters scans: a page among 100,000 messages touches hardly more rows than one among 500", () => {
  const searches = (messages: number) => 3 * Math.ceil(Math.log2(messages) + 1);
  expect(mostVisited(500)).toBeLessThanOrEqual(20 + searches(500));
  expect(mostVisited(100_000)).toBeLessThanOrEqual(20 + searches(100_000));
});
