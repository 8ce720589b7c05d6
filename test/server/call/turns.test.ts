import { expect, test } from "vitest";
import { Turns } from "../../../src/server/call/turns.ts";
import { LargeReads } from "../../../src/server/offer/large-reads.ts";
import type { Timer } from "../../../src/tools/definition/timer.ts";
import { passingTime } from "../../helpers/passing-time.ts";

const MIB = 1024 * 1024;
const alive = new AbortController().signal;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that ends when it is told to, and what has begun. */
function jobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  };
  return { begun, job, end: (name: string) => ends.get(name)?.() };
}

test("a caller has so many at a time, all together so many, and whoever waits longest is next", async () => {
  const turns = new Turns({ perCaller: 1, inAll: 2 });
  const { begun, job, end } = jobs();
  const run = (name: string) => turns.run(name.charAt(0), alive, job(name));
  const all = ["a1", "a2", "b1", "c1", "d1"].map(run);
  await settled();
  expect(begun).toEqual(["a1", "b1"]);
  end("b1");
  await settled();
  expect(begun).toEqual(["a1", "b1", "c1"]);
  end("a1");
  await settled();
  expect(begun).toEqual(["a1", "b1", "c1", "a2"]);
  for (const name of ["c1", "a2"]) end(name);
  await settled();
  end("d1");
  expect(await Promise.all(all)).toEqual(["a1", "a2", "b1", "c1", "d1"]);
});

test("what fails hands its turn on", async () => {
  const turns = new Turns({ perCaller: 1, inAll: 1 });
  const failing = turns.run("a", alive, async () => {
    await settled();
    throw new Error("broken");
  });
  const next = turns.run("b", alive, async () => "next");
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("next");
});

test("what is cancelled leaves the queue at once, and never begins", async () => {
  const turns = new Turns({ perCaller: 1, inAll: 1 });
  const { begun, job, end } = jobs();
  const cancelled = new AbortController();
  const first = turns.run("a", alive, job("first"));
  const left = turns.run("b", cancelled.signal, job("never"));
  const last = turns.run("c", alive, job("last"));
  cancelled.abort();
  await expect(left).rejects.toThrow("aborted");
  end("first");
  await first;
  await settled();
  expect(begun).toEqual(["first", "last"]);
  end("last");
  expect(await last).toBe("last");
});

/** Time that passes while one waits, and says how long that was. */
function counted(): { timer: Timer; waits: number[] } {
  const timer = passingTime();
  const waits: number[] = [];
  const pause = (ms: number, signal: AbortSignal) => {
    waits.push(Math.round(ms));
    return timer.pause(ms, signal);
  };
  return { timer: { ...timer, pause }, waits };
}

const file = async () => "file";

test("large files come at a pace: four MiB at once, then two in a second, for each caller", async () => {
  const { timer, waits } = counted();
  const reads = new LargeReads(timer);
  const read = (caller: string, mib: number) => reads.run(caller, alive, file, () => mib * MIB);
  for (const _ of [1, 2, 3]) await read("alice", 2);
  await read("alice", 16);
  await read("alice", 1);
  expect(waits).toEqual([1_000, 8_000]);
  await read("bob", 4);
  expect(waits).toHaveLength(2);
});

test("callers who wait for their pace hold up nobody else", async () => {
  const timer = passingTime();
  const reads = new LargeReads({ ...timer, pause: () => new Promise(() => {}) });
  const read = (caller: string) => reads.run(caller, alive, file, () => 20 * MIB);
  for (const caller of ["alice", "bob", "carol"]) await read(caller);
  for (const caller of ["alice", "bob", "carol"]) void read(caller);
  expect(await read("dave")).toBe("file");
});

test("what would come too late is refused, and says when to ask again", async () => {
  const { timer } = counted();
  const reads = new LargeReads(timer);
  const read = () => reads.run("alice", alive, file, () => 30 * MIB);
  const answers = await Promise.allSettled([read(), read(), read(), read()]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  const [failed] = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason)] : []));
  expect(failed).toMatch(/a caller gets 2 MiB in a second. Read it again in \d+ s/);
});
