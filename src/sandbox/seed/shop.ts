import { recordCall } from "../calls/record-call.ts";
import { UPLOAD_LIFE } from "../media/store.ts";
import { addContact, setConversationStatus } from "../store/activity.ts";
import type { ContactRow, ConversationRow, MediaRow, NumberRow } from "../store/rows.ts";
import { DAY, HOUR, MINUTE } from "../world/clock.ts";
import { uuid } from "../world/ids.ts";
import { World, type WorldOptions } from "../world/world.ts";
import { CAST, CAST_NAMES, type CastName } from "./cast.ts";
import { dialogue } from "./dialogue.ts";
import { everyTypeLines } from "./every-type.ts";
import { EXTRAS } from "./extras.ts";
import { NUMBERS } from "./numbers.ts";
import { plantedLines } from "./planted.ts";
import { pick, random } from "./random.ts";
import { SAMPLES, type SampleName } from "./samples.ts";
import { CAST_STORIES } from "./stories.ts";
import { tell } from "./story.ts";

export function createWorld(options: WorldOptions): World {
  const world = new World(options);
  if (options.seed === "shop") seedShop(world);
  return world;
}

/**
 * The shop as it is at the start: 61 contacts, 41 conversations, about 600 messages, 31 calls. The cast comes first, in
 * its own order, since the ids that the constants name are counted.
 */
function seedShop(world: World): void {
  const [first, second] = NUMBERS;
  if (first === undefined || second === undefined) return;
  const next = random(7731);
  const media = storeSamples(world, first);
  const stories = {
    everyType: everyTypeLines(first.digits, media),
    planted: plantedLines(media),
    ...CAST_STORIES,
  };
  const cast = castOf(world, (name) => (name === "otherNumber" ? second : first));
  const conversations = new Map<CastName, ConversationRow>();
  for (const [name, contact] of cast) conversations.set(name, tell(world, contact, stories[name]));
  setStates(world, conversations);
  const extras = seedExtras(world, [first, second], next);
  world.settle();
  seedCalls(world, cast, extras, next);
}

function storeSamples(world: World, number: NumberRow): (name: SampleName) => MediaRow {
  const rows = new Map<string, MediaRow>();
  for (const [name, sample] of Object.entries(SAMPLES)) {
    rows.set(name, world.media.add(number, sample, world.start + UPLOAD_LIFE));
  }
  return (name) => {
    const row = rows.get(name);
    if (row === undefined) throw new Error(`There is no sample ${name}`);
    return row;
  };
}

function castOf(world: World, numberOf: (name: CastName) => NumberRow): Map<CastName, ContactRow> {
  const cast = new Map<CastName, ContactRow>();
  for (const [index, name] of CAST_NAMES.entries()) {
    const since = world.start - (200 - index * 3) * DAY;
    cast.set(name, addContact(world, { number: numberOf(name), ...CAST[name] }, since));
  }
  return cast;
}

function setStates(world: World, conversations: ReadonlyMap<CastName, ConversationRow>): void {
  const [ended, assigned] = [conversations.get("ended"), conversations.get("assigned")];
  if (ended !== undefined) setConversationStatus(world, ended, "ended", world.start - 5 * HOUR);
  if (assigned !== undefined) assign(world, assigned, 1);
}

function assign(world: World, conversation: ConversationRow, user: number): void {
  world.conversations.table.update(conversation, (row) => {
    row.assignedUserId = uuid("user", user);
  });
}

/** The last three weeks of everyday business: who is over a day old has ended by itself. */
function seedExtras(world: World, [first, second]: [NumberRow, NumberRow], next: () => number): ContactRow[] {
  const contacts = EXTRAS.map((extra, index) => {
    const number = index % 5 === 4 ? second : first;
    return addContact(world, { number, ...extra }, world.start - (150 - index * 3) * DAY + index * MINUTE);
  });
  const talkers = contacts.slice(0, 25);
  for (const [index, contact] of talkers.entries()) {
    const endedMinutesAgo = index < 10 ? 160 + index * 95 : 1600 + index * 900;
    const length = 12 + Math.floor(next() * 8);
    const lastFrom = pick(["shop", "customer"], next);
    const conversation = tell(world, contact, dialogue({ length, endedMinutesAgo, minutesApart: 35, lastFrom }, next));
    if (index % 4 === 1) assign(world, conversation, 1 + (index % 3));
  }
  return contacts;
}

const OUTCOMES = ["completed", "completed", "completed", "failed"] as const;

function seedCalls(
  world: World,
  cast: ReadonlyMap<CastName, ContactRow>,
  extras: ContactRow[],
  next: () => number,
): void {
  for (let count = 29; count > 0; count--) {
    const contact = extras[(count * 7) % extras.length];
    if (contact === undefined) continue;
    const status = pick(OUTCOMES, next);
    const durationSeconds = status === "completed" ? 20 + Math.floor(next() * 400) : null;
    const direction = pick(["inbound", "outbound"], next);
    // older than a day: a recent call would open a window that the contact's story does not have
    const voiceAgent = direction === "inbound" && count % 5 === 0 ? { id: uuid("user", 9), name: "Reception" } : null;
    recordCall(
      world,
      { contact, direction, status, durationSeconds, voiceAgent },
      world.start - DAY - count * 13 * HOUR,
    );
  }
  const callers: [CastName, number, number][] = [
    ["call", 84, world.start - 2 * HOUR],
    ["planted", 31, world.start - 16 * DAY],
  ];
  for (const [name, durationSeconds, at] of callers) {
    const contact = cast.get(name);
    if (contact === undefined) continue;
    recordCall(world, { contact, direction: "inbound", status: "completed", durationSeconds }, at);
  }
}
