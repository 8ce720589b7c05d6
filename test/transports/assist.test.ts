import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, readAnswer } from "../helpers/harness.ts";
import { CALLS } from "./calls.ts";
import { HttpStage } from "./http-stage.ts";

/** The assisting tools over HTTP; stdio has every tool in clients.test.ts. */
const ASSIST = [
  "read_conversation",
  "list_waiting_conversations",
  "preview_template",
  "wait_for_message_status",
  "wait_for_reply",
  "export_messages",
];
const calls = CALLS.filter(([name]) => ASSIST.includes(name));

let stage: HttpStage;
beforeAll(async () => {
  stage = await HttpStage.open({}, {}, { exports: true });
});
afterAll(() => stage.close());

const CLIENTS: Record<string, () => Promise<(name: string, args: Record<string, unknown>) => Promise<Answer>>> = {
  "/mcp, 2026-07-28": async () => {
    const client = await stage.mcpV2();
    return async (name, args) => readAnswer(await client.callTool({ name, arguments: args }));
  },
  "/mcp, 2025": async () => {
    const client = await stage.mcpV1();
    return async (name, args) => readAnswer(await client.callTool({ name, arguments: args }));
  },
  "/sse": async () => {
    const client = await stage.sseV1();
    return async (name, args) => readAnswer(await client.callTool({ name, arguments: args }));
  },
};

test("all of them are called", () => expect(calls.map(([name]) => name).sort()).toEqual([...ASSIST].sort()));

describe.each(Object.entries(CLIENTS))("over %s", (_, connect) => {
  test.each(calls)("%s", async (name, args) => {
    const call = await connect();
    const { isError, text, data } = await call(name, args);
    expect(isError, text).toBe(false);
    expect(JSON.parse(text)).toEqual(data);
  });
});
