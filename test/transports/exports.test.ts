import { afterEach, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";

let stage: HttpStage;
afterEach(() => stage.close());

test("an export over HTTP is a resource of its caller, and nobody else's", async () => {
  stage = await HttpStage.open(TOKENS, {}, { exports: true });
  const alice = await stage.mcpV2(undefined, ALICE);
  const args = { conversation_id: SANDBOX.longConversationId };
  const { data } = readAnswer(await alice.callTool({ name: "export_messages", arguments: args }));
  expect(data).toMatchObject({ count: 150 });
  expect(data.uri).toMatch(/^kapso:\/\/exports\/.{16,}$/);
  const { contents } = await alice.readResource({ uri: data.uri });
  const [content] = contents;
  expect(content && "text" in content && content.text.trim().split("\n")).toHaveLength(150);
  expect((await alice.listResources()).resources.map(({ uri }) => uri)).toContain(data.uri);

  for (const bob of [await stage.mcpV2(undefined, BOB), await stage.sseV1(BOB)]) {
    await expect(bob.readResource({ uri: data.uri })).rejects.toThrow(/no such export/);
    expect((await bob.listResources()).resources.map(({ uri }) => uri)).not.toContain(data.uri);
  }
  const typed = { ref: { type: "ref/resource", uri: "kapso://exports/{export_id}" } as const };
  const argument = { name: "export_id", value: "" };
  const [id = ""] = data.uri.split("/").slice(-1);
  expect((await alice.complete({ ...typed, argument })).completion.values).toEqual([id]);
  const bob = await stage.mcpV2(undefined, BOB);
  expect((await bob.complete({ ...typed, argument })).completion.values).toEqual([]);

  const elsewhere = await stage.sseV2(ALICE);
  expect((await elsewhere.readResource({ uri: data.uri })).contents).toHaveLength(1);
});
