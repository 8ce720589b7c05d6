import type { ContactRow, ConversationRow, MessageRow } from "../../src/sandbox/store/rows.ts";
import { MINUTE } from "../../src/sandbox/world/clock.ts";
import { World } from "../../src/sandbox/world/world.ts";
import { NOON } from "../helpers/noon.ts";

const STATUSES = ["pending", "sent", "delivered", "read", "failed"] as const;

/** A world with as many messages as asked, in one conversation for every 500. Written into the store directly. */
export function worldWith(messages: number): World {
  const world = new World({ seed: "empty", holdMs: 0, now: () => 0, start: NOON });
  const [number] = world.numbers;
  if (number === undefined) throw new Error("the sandbox has no number");
  const conversations = Array.from({ length: Math.ceil(messages / 500) }, (_, index): ConversationRow => {
    const contact = { id: `contact-${index}`, number } as ContactRow;
    return { id: `conversation-${index}`, contact, status: "active", seq: index + 1 } as ConversationRow;
  });
  for (let index = 0; index < messages; index++) {
    const outbound = index % 2 === 0;
    world.messages.add({
      seq: index + 1,
      id: `wamid.${index}`,
      conversation: conversations[index % conversations.length],
      direction: outbound ? "outbound" : "inbound",
      status: outbound ? STATUSES[index % STATUSES.length] : "received",
      at: NOON - (messages - index) * MINUTE,
      type: "text",
      payload: { body: "Hello" },
    } as MessageRow);
  }
  return world;
}

/** Filters of the list, alone and together, with bounds and a cursor in the middle. */
export function queriesOf(world: World, messages: number) {
  const scope = world.numbers[0]?.id ?? "";
  const middle = { at: NOON - Math.floor(messages / 2) * MINUTE, seq: Math.floor(messages / 2) };
  const conversation = "conversation-0";
  const facets = [
    [undefined, undefined, undefined],
    [undefined, "outbound", undefined],
    [undefined, undefined, "failed"],
    [undefined, "outbound", "read"],
    [conversation, undefined, undefined],
    [conversation, "inbound", undefined],
    [conversation, "outbound", "delivered"],
    ["unknown", undefined, undefined],
  ];
  const ranges = [
    {},
    { after: middle },
    { before: middle },
    { from: middle.at },
    { to: middle.at },
    { from: NOON, to: NOON },
  ];
  return facets.flatMap((each) => ranges.map((range) => ({ scope, facets: each, limit: 20, ...range })));
}

/** What a page of 20 costs among so many messages: the mean over every kind of query. */
export function microsecondsOfPage(messages: number, rounds: number): number {
  return pageTimer(messages)(rounds);
}

/** The same, with the world made once: each call of what comes back measures anew. */
export function pageTimer(messages: number): (rounds: number) => number {
  const world = worldWith(messages);
  const queries = queriesOf(world, messages);
  const round = () => {
    for (const query of queries) world.messages.table.page(query);
  };
  for (let count = 0; count < 200; count++) round();
  return (rounds) => {
    const begun = performance.now();
    for (let count = 0; count < rounds; count++) round();
    return ((performance.now() - begun) * 1000) / (rounds * queries.length);
  };
}
