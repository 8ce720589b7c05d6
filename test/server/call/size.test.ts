import { expect, test } from "vitest";
import { stage } from "../../tools/scripted-stage.ts";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, index]));
const TO = "+5511987650042";

test.each([
  ["send_message", { to: "9".repeat(100_001) }, "to: must have at most 100000 characters (given 100001 characters)"],
  ["send_message", { to: TO, text: { body: "x".repeat(4_000_000) } }, "text: must have at most 100000 characters"],
  ["send_message", { to: TO, contacts: { ["k".repeat(100_001)]: 1 } }, "contacts: must have at most 100000 characters"],
  ["list_messages", { after: "a".repeat(4_000_000) }, "after: must have at most 100000 characters"],
  ["list_messages", many(101), "must be at most 100 arguments (given 101)"],
  ["list_messages", many(100_000), "must be at most 100 arguments (given 100000)"],
  [
    "send_message",
    { to: TO, contacts: Array.from({ length: 20_001 }, () => 1) },
    "contacts: must have at most 20000 values",
  ],
  ["graph_post", { path: "/1", query: many(10_000), body: many(10_000) }, "body: must have at most 20000 values"],
])("%s: what would keep everybody waiting is refused before it is read (%#)", async (tool, args, fault) => {
  const { call, requests } = await stage([]);
  const { isError, text } = await call(tool, args);
  expect(isError).toBe(true);
  expect(text).toContain(`Nothing was done. ${tool} was called with arguments it does not take:\n- ${fault}`);
  expect(text.length).toBeLessThan(400);
  expect(requests()).toEqual([]);
});

test("a whole file is taken: its tool has its own bound", async () => {
  const { call } = await stage([]);
  const { text } = await call("update_flow_json", { flow_id: "1234567890", flow_json: "x".repeat(200_000) });
  expect(text).not.toContain("at most 100000 characters");
});
