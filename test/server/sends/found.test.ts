import { expect, test } from "vitest";
import { message } from "../../../src/tools/definition/send.ts";

const to = "+5511987650042";
const body = { messaging_product: "whatsapp", to, type: "text", text: { body: "hi" } } as const;
const send = message({ phoneNumberId: "418290563317745", body, post: () => Promise.reject(new Error("not sent")) });

test.each([
  ["pending", "found_in_history"],
  ["delivered", "found_in_history"],
  ["failed", "failed"],
])("a message that the history has as %s is told as %s", (status, told) => {
  const stored = { id: "wamid.1", timestamp: "1795183211", type: "text", to: "5511987650042", kapso: { status } };
  expect(send.found(stored)).toMatchObject({
    data: { status: told, message_id: "wamid.1", to, wa_id: "5511987650042" },
    messageId: "wamid.1",
  });
});
