import { queriesOf, worldWith } from "./history.ts";

/** Prints what a page costs with 500 messages and with 500,000. Run: npx tsx test/sandbox/paging-cost.ts */

const ROUNDS = 2000;

function microsecondsOfPage(messages: number): number {
  const world = worldWith(messages);
  const queries = queriesOf(world, messages);
  const round = () => {
    for (const query of queries) world.messages.table.page(query);
  };
  for (let count = 0; count < 200; count++) round();
  const begun = performance.now();
  for (let count = 0; count < ROUNDS; count++) round();
  return ((performance.now() - begun) * 1000) / (ROUNDS * queries.length);
}

const small = microsecondsOfPage(500);
const large = microsecondsOfPage(500_000);
console.log(`a page of 20 among     500 messages: ${small.toFixed(2)} µs`);
console.log(`a page of 20 among 500,000 messages: ${large.toFixed(2)} µs`);
console.log(`ratio: ${(large / small).toFixed(2)}`);
