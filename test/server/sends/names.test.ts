import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Names } from "../../../src/server/sends/names.ts";
import { OPEN, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

const UNKNOWN = "not known whether anything was sent";

/** The user id of a customer with a number, as a stored record tells it before anything was sent. */
async function userId(): Promise<string> {
  return (await on.call("get_contact", { wa_id: OPEN })).data.user_id;
}

const say = (address: Record<string, unknown>, text: string, more: Record<string, unknown> = {}) =>
  on.call("send_message", { ...address, type: "text", text, ...more });
const lose = (reset: "before" | "after") => on.fault({ match: { method: "POST" }, reset });

test("a send that nobody knows of is not repeated when the history has told another name of its recipient", async () => {
  const recipient = await userId();
  await lose("before");
  expect((await say({ recipient }, "lost")).text).toContain(UNKNOWN);
  await lose("after");
  expect((await say({ recipient }, "found")).data.wa_id).toBe(OPEN.slice(1));
  const posts = on.count("POST");
  expect((await say({ recipient }, "lost")).text).toContain(UNKNOWN);
  expect((await say({ to: OPEN }, "lost")).text).toContain(UNKNOWN);
  expect(on.count("POST")).toBe(posts);
});

test("what was sent under one name of a person is known when an answer tells the other", async () => {
  const recipient = await userId();
  await lose("before");
  expect((await say({ recipient }, "lost")).text).toContain(UNKNOWN);
  const sent = await say({ recipient }, "sent");
  expect((await say({ to: OPEN }, "another")).data.user_id).toBe(recipient);
  const posts = on.count("POST");
  expect((await say({ recipient }, "lost")).text).toContain(UNKNOWN);
  for (const address of [{ recipient }, { to: OPEN }]) {
    expect((await say(address, "sent")).data).toMatchObject({ deduplicated: true, message_id: sent.data.message_id });
  }
  expect(on.count("POST")).toBe(posts);
  expect((await say({ recipient }, "lost", { allow_duplicate: true })).data.status).toBe("accepted");
  expect((await say({ recipient }, "lost")).data.deduplicated).toBe(true);
});

test("names are one person's in whatever order they are learnt, and bounded", () => {
  const names = new Names(3);
  names.join("user", "number");
  names.join("old number", "number");
  names.join("number", "user");
  for (const name of ["user", "number", "old number"]) {
    expect(names.of(name).current).toBe("user");
    expect(names.of(name).former.toSorted()).toEqual(["number", "old number"]);
  }
  for (const other of ["a", "b", "c"]) names.join(other, "x");
  expect(names.of("a").former.toSorted()).toEqual(["a", "b", "c"]);
  expect(names.of("number")).toEqual({ current: "number", former: [] });
});
