import { microsecondsOfPage } from "./history.ts";

/** Prints what a page costs with 500 messages and with 500,000. Run: npx tsx test/sandbox/paging-cost.ts */

const ROUNDS = 2000;

const small = microsecondsOfPage(500, ROUNDS);
const large = microsecondsOfPage(500_000, ROUNDS);
console.log(`a page of 20 among     500 messages: ${small.toFixed(2)} µs`);
console.log(`a page of 20 among 500,000 messages: ${large.toFixed(2)} µs`);
console.log(`ratio: ${(large / small).toFixed(2)}`);
