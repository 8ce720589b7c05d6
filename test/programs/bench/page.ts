import { pageTimer } from "../../sandbox/history.ts";
import { atMost, type Figure, ofRounds, type Scale } from "./figures.ts";

/** A page of the sandbox's messages, with many of them stored and with few. */
export function measurePage({ storedMessages, pages, rounds }: Scale): Figure[] {
  const few = pageTimer(500);
  const many = pageTimer(storedMessages);
  const each = Math.max(10, Math.round(pages / rounds));
  for (const time of [few, many]) time(pages); // Compiled before it counts.
  const times = Array.from({ length: rounds }, () => ({ few: few(each), many: many(each) }));
  const name = `sandbox: a page with ${storedMessages.toLocaleString("en")} messages stored`;
  return [
    ofRounds(
      `${name}, over 500`,
      times.map((round) => round.many / round.few),
      { target: atMost(1.2) },
    ),
    ofRounds(
      name,
      times.map((round) => round.many),
      { unit: "µs" },
    ),
  ];
}
