import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const find = async (query: string, more: Record<string, unknown> = {}) =>
  (await shift.call("find_customer", { query, ...more })).data;
type Found = Record<string, string>;

describe("find_customer", () => {
  test.each<[string, string, string]>([
    ["a name", "Rafa Lima", "display_name"],
    ["a part of it, in any case", "rafa", "profile_name"],
    ["a part of the number", "98765-0042", "wa_id"],
    ["the whole number", SANDBOX.openCustomer, "wa_id"],
  ])("by %s", async (_, query, matched) => {
    const { data } = await find(query);
    const rafa = data.find(({ wa_id }: Found) => `+${wa_id}` === SANDBOX.openCustomer);
    expect(rafa).toMatchObject({ matched, display_name: "Rafa Lima" });
    expect(rafa.conversations[0]).toMatchObject({
      conversation_id: SANDBOX.openConversationId,
      phone_number_id: SANDBOX.phoneNumberId,
      status: "active",
      window: { open: true },
    });
  });

  test("by what the business has set: display name, customer id, metadata", async () => {
    const wa_id = SANDBOX.closedCustomer;
    const metadata = { order: "A-4711" };
    await shift.call("update_contact", { wa_id, display_name: "Zoë of the corner shop", metadata });
    const matched = async (query: string) =>
      (await find(query)).data.map((each: Found) => [`+${each["wa_id"]}`, each["matched"]]);
    expect(await matched("ZOE corner")).toEqual([[wa_id, "display_name"]]);
    expect(await matched("a-4711")).toEqual([[wa_id, "metadata.order"]]);
    const [[, field]] = await matched(SANDBOX.customerId);
    expect(field).toBe("customer_id");
  });

  test("on all numbers of the project, and says on which a conversation is", async () => {
    const { data, phone_number_ids } = await find(SANDBOX.otherNumberCustomer);
    expect(phone_number_ids).toEqual([SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId]);
    expect(data[0].conversations).toMatchObject([{ phone_number_id: SANDBOX.otherPhoneNumberId }]);
  });

  test("several that fit are counted, and the model is told to ask", async () => {
    const { data, fitting, note } = await find("an", { limit: 2 });
    expect(data).toHaveLength(2);
    expect(fitting).toBeGreaterThan(2);
    expect(note).toContain(`${fitting} people fit: make sure which is meant.`);
  });

  test("nobody", async () => {
    expect(await find("Nobody at all")).toMatchObject({ data: [], fitting: 0, complete: true });
  });

  test("without the Platform API: the number of the call, by its contacts", async () => {
    await shift.fault({
      match: { method: "GET", path: "/platform/" },
      times: 100,
      status: 404,
      body: { error: "Not Found" },
    });
    const { data, phone_number_ids } = await find("Rafa Lima");
    expect(data[0]).toMatchObject({ display_name: "Rafa Lima" });
    expect(phone_number_ids).toEqual([SANDBOX.phoneNumberId]);
  });

  test("with a Bearer token nothing is asked of it", async () => {
    const other = await startShift({ kapso: { apiKey: undefined, accessToken: SANDBOX.accessToken } });
    await other.call("find_customer", { query: "Rafa Lima" });
    expect(other.sandbox.requests().filter(({ path }) => path.startsWith("/platform"))).toEqual([]);
    await other.close();
  });

  test("a number whose contacts cannot be read is named, and not said to be searched", async () => {
    const path = `/${SANDBOX.otherPhoneNumberId}/contacts`;
    await shift.fault({ match: { method: "GET", path }, times: 100, status: 403, body: { error: { code: 10 } } });
    const { complete, note, phone_number_ids } = await find("Rafa Lima");
    expect(complete).toBe(false);
    expect(phone_number_ids).toEqual([SANDBOX.phoneNumberId]);
    expect(note).toBe(`The contacts of ${SANDBOX.otherPhoneNumberId} could not be read; call again to try.`);
  });

  test("a query of marks alone does not fit everybody", async () => {
    const { text } = await shift.call("find_customer", { query: "\u0301\u0308" });
    expect(text).toContain("query: must have something to look for");
  });

  test("refuses one character", async () => {
    expect((await shift.call("find_customer", { query: "a" })).text).toContain("query: must have 2 to 200 characters");
  });
});
