import { z } from "zod";
import { envelope, envelopeInput, recipientFaults, recipientInput } from "../../definition/recipient.ts";
import { refuse } from "../../definition/refusal.ts";
import { defineSend, message, requestInput, sendResult } from "../../definition/send.ts";
import { present } from "../../records/present.ts";
import { contentFaults, contentWarnings } from "./check.ts";
import { header } from "./header.ts";
import { type Content, contentInput } from "./input.ts";
import { kindName, kindOf } from "./kinds.ts";
import { expirationFaults } from "./order-details.ts";

const NAME = "send_interactive_message";

export const sendInteractiveMessage = defineSend({
  name: NAME,
  title: "Send an interactive message",
  description:
    "Send one message that the customer answers by tapping: buttons, list, link, flow, products, carousel, order, or a " +
    "request for location, address, contact details or a call. Works within 24 hours of the customer's last message " +
    "or call, not in groups. Returns the message id. For plain text and media use send_message, after the 24 hours " +
    "send_template_message.",
  scope: "phone_number",
  input: z.strictObject({
    ...recipientInput,
    kind: kindName.describe("Decides which arguments are needed; each names its kinds."),
    ...contentInput,
    ...envelopeInput,
    ...requestInput,
  }),
  check: ({ kind, ...args }) => [...recipientFaults(args), ...contentFaults(kind, kindOf(kind), args)],
  output: sendResult.meta({ shallow: true }),
  compose({ kind, ...args }, { kapso, phoneNumberId }) {
    refuse(NAME, expirationFaults(args.order_details, kapso.now(), ["order_details"]));
    const body = { ...envelope(args), type: "interactive", interactive: interactive(kind, args) };
    return message({
      phoneNumberId,
      body,
      warnings: contentWarnings(kind, args),
      post: (options) => kapso.messages.send(phoneNumberId, body, options),
    });
  },
});

function interactive(name: z.output<typeof kindName>, content: Content): object {
  const kind = kindOf(name);
  const { body, footer } = content;
  return {
    type: kind.type ?? name,
    ...present({ header: header(content) }),
    ...(body !== undefined && { body: { text: body } }),
    ...(footer !== undefined && { footer: { text: footer } }),
    action: kind.action(content),
  };
}
