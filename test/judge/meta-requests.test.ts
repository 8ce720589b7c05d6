import { afterEach, beforeEach, expect, test } from "vitest";
import { type Api, idOf, NUMBER, openApi, stored } from "../sandbox/api.ts";
import { META_RECEIPTS, META_REQUESTS } from "./meta-requests.ts";

/** Beside Kapso's SDK: requests as Meta's own examples write them. Answers and stored rows are judged by `openApi`. */

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const post = (body: object) => api.call("POST", `${NUMBER}/messages`, { body });

test.each(META_REQUESTS)("%s is taken, and stands in the history as it was sent", async (_, body) => {
  const reply = await post(body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  api.sandbox.advance(5);
  const record = await stored(api, idOf(reply));
  const type = String(body["type"] ?? "text");
  expect(record).toMatchObject({
    type,
    to: String(body["to"]).slice(1),
    kapso: { direction: "outbound", status: type === "reaction" ? "sent" : "delivered" },
  });
  expect(Object.keys(record[type])).toEqual(
    expect.arrayContaining(Object.keys(body[type] as object).filter((key) => key !== "preview_url")),
  );
});

test.each(META_RECEIPTS)("a message is marked %s", async (_, body) => {
  expect((await post(body)).body).toEqual({ success: true });
});
