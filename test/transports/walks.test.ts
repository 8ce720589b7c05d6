import { afterEach, expect, test } from "vitest";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";

let stage: HttpStage;
afterEach(() => stage.close());

const search = (id: number) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name: "search_messages", arguments: { query: "order" } },
});
const post = async (id: number, token: string) => (await stage.post("/mcp", search(id), { token })).text();

test("a caller's walks come one after the other, and another caller's does not wait for them", async () => {
  stage = await HttpStage.open(TOKENS, {}, { walks: { perCaller: 1, inAll: 2 } });
  const held = stage.gate.hold(/messages/);
  const first = post(1, ALICE);
  await held.arrived;
  let ended = 0;
  const second = post(2, ALICE).finally(() => {
    ended += 1;
  });
  expect(await post(3, BOB)).toContain("searched");
  expect(ended).toBe(0);
  held.release();
  for (const text of await Promise.all([first, second])) expect(text).toContain("searched");
});

test("a walk that is given up while it waits makes room for the next", async () => {
  stage = await HttpStage.open(TOKENS, {}, { walks: { perCaller: 1, inAll: 2 } });
  const held = stage.gate.hold(/messages/);
  const first = post(1, ALICE);
  await held.arrived;
  const abort = new AbortController();
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const init = { method: "POST", body: JSON.stringify(search(2)), headers, signal: abort.signal };
  const given = stage.fetch("/mcp", init, ALICE);
  abort.abort();
  await expect(given).rejects.toThrow();
  const third = post(3, ALICE);
  held.release();
  for (const text of await Promise.all([first, third])) expect(text).toContain("searched");
});
