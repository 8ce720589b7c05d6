import { describe, expect, test } from "vitest";
import { connect, json, PHONE, serve } from "./scripted-server.ts";

const USER = "+5511987650042";

describe("the list, in each of its shapes", () => {
  test.each([
    ["Kapso's", [{ user: "5511987650042" }, { user: USER }]],
    [
      "the guide's",
      [
        {
          block_users: [
            { input: USER, wa_id: "5511987650042" },
            { input: USER, wa_id: "" },
          ],
        },
      ],
    ],
    ["the reference's", [{ messaging_product: "whatsapp", wa_id: "5511987650042" }, { wa_id: USER }, {}]],
  ])("%s", async (_, data) => {
    const paging = { cursors: { before: "B", after: "A" } };
    const server = await serve(json(200, { data, paging }));
    expect(await connect(server).kapso.blockList.list(PHONE)).toEqual({
      data: [{ wa_id: "5511987650042" }, { wa_id: "5511987650042" }],
      paging,
    });
  });
});

describe("a change", () => {
  const added = { input: USER, wa_id: "5511987650042" };
  const failed = { input: "+56912345678", errors: [{ code: 131047, message: "Re-engagement" }] };

  test.each([
    ["Kapso's answer", json(200, { success: true }), { done: [{ user: USER }], failed: [] }],
    [
      "Meta's answer",
      json(200, { block_users: { added_users: [added] } }),
      { done: [{ user: USER, wa_id: "5511987650042" }], failed: [] },
    ],
    [
      "a part, with HTTP 400",
      json(400, {
        block_users: { added_users: [added], failed_users: [failed] },
        error: { code: 139100, message: "Failed", type: "X" },
      }),
      {
        done: [{ user: USER, wa_id: "5511987650042" }],
        failed: [{ user: "+56912345678", error: { code: 131047, message: "Re-engagement" } }],
      },
    ],
    [
      "a thousand, of which the errors are longer than an error keeps",
      json(400, { block_users: { failed_users: Array(1_000).fill(failed) }, error: { code: 139100, message: "F" } }),
      {
        done: [],
        failed: Array(1_000).fill({ user: "+56912345678", error: { code: 131047, message: "Re-engagement" } }),
      },
    ],
  ])("%s", async (_, answer, change) => {
    const server = await serve(answer);
    expect(await connect(server).kapso.blockList.block(PHONE, [USER])).toEqual(change);
  });

  test("a refusal of the whole is an error", async () => {
    const server = await serve(json(400, { error: { code: 139101, message: "List full", type: "X" } }));
    await expect(connect(server).kapso.blockList.block(PHONE, [USER])).rejects.toMatchObject({ code: 139101 });
  });

  test("of none or of more than 1,000 is refused before any request", async () => {
    const server = await serve();
    const { blockList } = connect(server).kapso;
    await expect(blockList.block(PHONE, [])).rejects.toMatchObject({ field: "users" });
    await expect(blockList.unblock(PHONE, Array(1_001).fill(USER))).rejects.toMatchObject({ field: "users" });
    expect(server.requests).toHaveLength(0);
  });
});
