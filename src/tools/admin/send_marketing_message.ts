import { z } from "zod";
import { envelope, envelopeInput, recipientFaults, recipientInput } from "../definition/recipient.ts";
import { refuse } from "../definition/refusal.ts";
import { defineSend, message, requestInput, sendResult } from "../definition/send.ts";
import { fillingFaults, fillingInput, templatePayload } from "../messages/send_template_message/filling.ts";
import { expiryFaults, warnings } from "../messages/send_template_message/tool.ts";
import { present } from "../records/present.ts";

const NAME = "send_marketing_message";

export const sendMarketingMessage = defineSend({
  name: NAME,
  title: "Send a marketing message",
  description:
    "Send an approved MARKETING template to one person through WhatsApp's optimised marketing route. Returns the message " +
    "id. For other categories, or an account that is not onboarded to the route, use send_template_message.",
  scope: "phone_number",
  input: z.strictObject({
    ...recipientInput,
    ...fillingInput,
    product_policy: z
      .enum(["CLOUD_API_FALLBACK", "STRICT"])
      .optional()
      .describe("Where the route cannot be used: send as usual, or fail."),
    message_activity_sharing: z.boolean().optional().describe("Share what the person does with it with Meta."),
    biz_opaque_callback_data: envelopeInput.biz_opaque_callback_data,
    ...requestInput,
  }),
  check: (args) => [...recipientFaults(args), ...fillingFaults(args)],
  output: sendResult.meta({ shallow: true }),
  compose(args, { kapso, phoneNumberId }) {
    refuse(NAME, expiryFaults(args, kapso.now()));
    const { product_policy, message_activity_sharing } = args;
    const body = {
      ...envelope(args),
      recipient_type: "individual" as const,
      type: "template" as const,
      ...present({ product_policy, message_activity_sharing }),
      template: templatePayload(args),
    };
    return message({
      phoneNumberId,
      body,
      filling: args,
      warnings: warnings(args),
      post: (options) => kapso.marketing.send(phoneNumberId, body, options),
    });
  },
});
