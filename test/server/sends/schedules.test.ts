import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { Answer } from "../../helpers/harness.ts";
import { type SendStage, sendStage, storedTexts } from "./stage.ts";

/** A send that takes longer than this has timed out, as the client sees it; its effect comes later still. */
const TIMEOUT_MS = 300;
const LATE_MS = 600;

const FAULTS = {
  none: undefined,
  reset_before: { reset: "before" },
  reset_after: { reset: "after" },
  gone_before_504: { failure: "proxy_timeout" },
  gone_after_504: { failure: "proxy_timeout", effect: true },
  late_effect: { delay_ms: LATE_MS },
  refused: { failure: "131026" },
  in_flight: { failure: "in_flight" },
} as const;
type Fault = keyof typeof FAULTS;

/** Faults whose effect stands in the history as soon as the answer is lost. */
const VISIBLE: readonly Fault[] = ["reset_after", "gone_after_504"];
/** Faults after which the message surely is not there, now or later. */
const NEVER: readonly Fault[] = ["reset_before", "gone_before_504"];

/** One piece of an agent's work on one customer. */
interface Act {
  fault: Fault;
  /** Callers that send the same at once. */
  callers: number;
  /** The first caller goes away in mid-flight. */
  cancels: boolean;
  /** How often the call is made again afterwards. */
  retries: number;
  /** Another message to the same customer at the same time. */
  beside: boolean;
}

const act = (...faults: Fault[]): fc.Arbitrary<Act> =>
  fc.record({
    fault: fc.constantFrom(...faults),
    callers: fc.constantFrom(1, 1, 2, 3),
    cancels: fc.constantFrom(false, false, false, true),
    retries: fc.constantFrom(0, 1, 1, 2),
    beside: fc.constantFrom(false, false, true),
  });
type Schedule = Act[];

const anyAct = act("none", "reset_before", "reset_after", "gone_before_504", "gone_after_504", "refused", "in_flight");
const schedule: fc.Arbitrary<Schedule> = fc.array(anyAct, { minLength: 1, maxLength: 2 });
/** Schedules with a timeout are apart: on a slow machine any of their requests may time out. */
const lateSchedule: fc.Arbitrary<Schedule> = fc
  .tuple(fc.array(anyAct, { maxLength: 1 }), act("late_effect"), fc.array(anyAct, { maxLength: 1 }))
  .map(([before, late, after]) => [...before, late, ...after]);

const SEED = 20261122;
const POOLS = {
  prompt: { schedule, runs: 17, together: 50 },
  late: { schedule: lateSchedule, runs: 3, together: 50 },
};
const TOTAL = 1_000;

const counts = new Map<string, number>();
const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

let on: SendStage;
let customers = 0;
afterEach(() => on.close());

/** Everything that was asked for one text, and every answer to it. */
interface Story {
  text: string;
  fault: Fault;
  /** Several callers, or one that goes: whose answer is which is not told. */
  plain: boolean;
  answers: Answer[];
}

async function play(acts: readonly Act[]): Promise<{ to: string; stories: Story[] }> {
  customers += 1;
  const to = `+5511970${String(customers).padStart(6, "0")}`;
  await on.inbound({ from: to, text: "hello" });
  const stories: Story[] = [];
  for (const [i, each] of acts.entries()) stories.push(...(await perform(each, to, `text ${i}`)));
  return { to, stories };
}

async function perform({ fault, callers, cancels, retries, beside }: Act, to: string, text: string): Promise<Story[]> {
  const rule = FAULTS[fault];
  if (rule !== undefined) await on.fault({ match: { to }, ...rule });
  const send = (what: string, signal?: AbortSignal) =>
    on.call("send_message", { to, type: "text", text: what }, signal ? { signal } : {});
  const gone = new AbortController();
  const calls = Array.from({ length: callers }, (_, i) => send(text, cancels && i === 0 ? gone.signal : undefined));
  // The other one is asked for after, and its turn comes after: the fault is the first one's.
  const other = beside ? send(`${text}, beside`) : undefined;
  if (cancels) setTimeout(() => gone.abort(), 5);
  const settled = await Promise.allSettled(calls);
  const answers = settled.flatMap((call) => (call.status === "fulfilled" ? [call.value] : []));
  for (let i = 0; i < retries; i += 1) answers.push(await send(text));
  const story: Story = { text, fault, plain: callers === 1 && !cancels && retries === 0, answers };
  return other === undefined
    ? [story]
    : [story, { text: `${text}, beside`, fault: "none", plain: !cancels && fault === "none", answers: [await other] }];
}

function note(acts: readonly Act[]): void {
  count("schedules");
  const kinds = acts.flatMap(({ fault, callers, cancels, retries, beside }) => [
    fault,
    ...(callers > 1 ? ["same_call_at_once"] : []),
    ...(cancels ? ["cancelled_in_flight"] : []),
    ...(retries > 0 && fault !== "none" ? ["retry_after_error"] : []),
    ...(beside ? ["two_messages_at_once"] : []),
  ]);
  for (const kind of new Set(kinds)) count(kind);
}

/** The judge is the sandbox's store. Where requests may time out by chance, what was visible may not have been seen. */
function judge(to: string, stories: readonly Story[], isPrompt: boolean): void {
  const stored = storedTexts(on, to);
  for (const { text, fault, plain, answers } of stories) {
    const copies = stored.filter((message) => message.text === text);
    expect(copies.length, `${text} (${fault}) stands there ${copies.length} times`).toBeLessThanOrEqual(1);
    if (isPrompt && plain && (fault === "none" || fault === "in_flight"))
      expect(copies, `${text} (${fault})`).toHaveLength(1);
    for (const answer of answers) {
      if (!answer.isError) {
        expect(answer.data.message_id, answer.text).toBe(copies[0]?.id);
        continue;
      }
      const denied = answer.text.includes("Nothing was sent.");
      if (!denied) expect(answer.text).toContain("not known whether anything was sent");
      if (isPrompt) expect(VISIBLE, `${text} is in the history, yet: ${answer.text}`).not.toContain(fault);
    }
    // A refusal may be followed by a success. Where nobody tells of one, nothing may be there.
    const isDenied = answers.length > 0 && answers.every(({ text: said }) => said.includes("Nothing was sent."));
    // With timeouts by chance, a fault may meet another request than the one that it was meant for.
    if (isDenied || (isPrompt && NEVER.includes(fault)))
      expect(copies, `${text} (${fault}) is there all the same`).toEqual([]);
  }
}

test.each(["prompt", "late"] as const)(
  "no %s schedule doubles, loses or denies a message",
  { timeout: 120_000 },
  async (pool) => {
    const { schedule, runs, together } = POOLS[pool];
    const isPrompt = pool === "prompt";
    on = await sendStage({ kapso: { sleep: async () => {}, ...(!isPrompt && { timeouts: { callMs: TIMEOUT_MS } }) } });
    await fc.assert(
      fc.asyncProperty(fc.array(schedule, { minLength: together, maxLength: together }), async (schedules) => {
        for (const acts of schedules) note(acts);
        const played = await Promise.all(schedules.map(play));
        if (!isPrompt) await new Promise((resolve) => setTimeout(resolve, LATE_MS)); // What comes late has come.
        for (const { to, stories } of played) judge(to, stories, isPrompt);
      }),
      { seed: SEED, numRuns: runs, endOnFailure: true },
    );
  },
);

test("every fault has been met often", () => {
  console.log(`schedules: ${JSON.stringify(Object.fromEntries([...counts].sort()))}`);
  expect(counts.get("schedules")).toBe(TOTAL);
  for (const [kind, times] of counts) expect(times, kind).toBeGreaterThanOrEqual(100);
});
