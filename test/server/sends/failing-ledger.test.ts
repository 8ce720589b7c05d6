import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ledger } from "../../../src/server/sends/ledger.ts";
import { MemoryLedger } from "../../../src/server/sends/ledger.ts";
import { type SendStage, sendStage } from "./stage.ts";

type Method = keyof Ledger;

const METHODS = ["claim", "find", "settle", "take", "release", "known", "rename"] as const;

let on: SendStage;
let broken: Method | undefined;
/** Whether it fails now. */
let isOut: () => boolean;

const memory = new MemoryLedger({ dedupeMs: 300_000, now: () => performance.now() });
/** A ledger with one method that is out of reach. */
const ledger = new Proxy<Ledger>(memory, {
  get(_, name) {
    if (name === broken && isOut()) throw new Error(`${name} is out of reach`);
    const method: unknown = Reflect.get(memory, name);
    return typeof method === "function" ? method.bind(memory) : method;
  },
});

beforeAll(async () => {
  on = await sendStage({ sends: { ledger } });
});
afterAll(() => on.close());
beforeEach(() => {
  on.sandbox.reset();
  memory.clear();
  broken = undefined;
  isOut = () => on.count("POST") > 0;
});

const ONE = "Your order is ready.";
const copies = () => on.stored().filter(({ text }) => text === ONE);

describe.each(METHODS)("when the send has left, and then %s fails", (method) => {
  beforeEach(() => {
    broken = method;
  });
  /** The ledger is there again: the same send is looked for, and never sent. */
  const repeat = async () => {
    broken = undefined;
    const posts = on.count("POST");
    const answer = await on.text(ONE);
    expect(on.count("POST")).toBe(posts);
    return answer;
  };

  test("what was sent is told as sent, and not sent again", async () => {
    const answer = await on.text(ONE);
    expect(answer.data).toMatchObject({ status: "accepted", message_id: copies()[0]?.id });
    expect((await repeat()).data).toMatchObject({ deduplicated: true, message_id: copies()[0]?.id });
  });

  test("what the service refused is told as refused", async () => {
    await on.fault({ match: { method: "POST" }, failure: "131026" });
    const answer = await on.text(ONE);
    expect(answer.text).toMatch(/131026[\s\S]*Nothing was sent\./);
  });

  test("what was lost is looked for, and told as sent only where it is certain", async () => {
    await on.fault({ match: { method: "POST" }, reset: "after" });
    const answer = await on.text(ONE);
    if (method === "take") expect(answer.text).toContain("not known whether anything was sent");
    else expect(answer.data).toMatchObject({ status: "found_in_history", message_id: copies()[0]?.id });
    expect((await repeat()).data).toMatchObject({ deduplicated: true, message_id: copies()[0]?.id });
  });

  test("what was lost and is not found is unknown, and stays so", async () => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    expect((await on.text(ONE)).text).toMatch(/connection[\s\S]*not known whether anything was sent/);
    expect((await repeat()).text).toContain("not known whether anything was sent");
  });
});

test.each([
  ["take", /not known whether anything was sent/],
  ["known", /^Nothing was sent by this call[\s\S]*Whether the same went out before cannot be told/],
  ["claim", /^Nothing was sent by this call[\s\S]*Whether the same went out before cannot be told/],
] as const)("what was sent and lost is not denied when it is called again and %s fails", async (method, says) => {
  await on.fault({ match: { method: "POST" }, reset: "after" });
  await on.fault({ match: { method: "GET" }, times: 10, status: 403, body: { error: "no" } });
  await on.text(ONE);
  broken = method;
  expect((await on.text(ONE)).text).toMatch(says);
  expect([on.count("POST"), copies().length]).toEqual([1, 1]);
});

test.each(["known", "claim"] as const)("nothing leaves when %s fails, and the answer says so", async (method) => {
  broken = method;
  isOut = () => true;
  for (const more of [{}, { allow_duplicate: true }]) {
    expect((await on.text(ONE, more)).text).toMatch(/^Nothing was sent by this call: the memory of sends/);
  }
  expect(on.count("POST")).toBe(0);
});
