import { describe, expect, test } from "vitest";
import { CUSTOMER, failure, NUMBER, useStage } from "./stage.ts";

/** Refused sends and injected faults, as Kapso's SDK sees them (README sections 7 to 11, errors.md section 15). */

const stage = useStage();
const phoneNumberId = NUMBER;
const text = { phoneNumberId, to: CUSTOMER.phone, body: "Hello" };

const send = () => stage.client.messages.sendText(text);
const read = () => stage.client.messages.query({ phoneNumberId, limit: 1 });

describe("the 24-hour window", () => {
  const closed = {
    httpStatus: 422,
    code: 131047,
    errorSubcode: 131047,
    type: "MessageError",
    category: "reengagementWindow",
    retry: { action: "do_not_retry" },
  };

  test("is shut for a stranger, and the send leaves no trace", async () => {
    expect(await failure(send())).toMatchObject(closed);
    const { data } = await stage.client.conversations.list({ phoneNumberId, phoneNumber: CUSTOMER.phone });
    expect(data).toEqual([]);
  });

  test("is open for 24 hours after the customer wrote", async () => {
    await stage.customerWrites("Hello?");
    await stage.sandbox.advance(86_400 - 60);
    await send();
    await stage.sandbox.advance(120);
    expect(await failure(send())).toMatchObject(closed);
    await stage.customerWrites("Still there?");
    await send();
  });
});
