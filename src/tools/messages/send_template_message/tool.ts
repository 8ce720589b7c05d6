import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { envelope, envelopeInput, groupId, recipientFaults, recipientInput } from "../../definition/recipient.ts";
import { refuse } from "../../definition/refusal.ts";
import { defineSend, message, requestInput, sendResult } from "../../definition/send.ts";
import { instant } from "../../records/present.ts";
import { languageWarnings } from "../../templates/names.ts";
import { type Filling, fillingFaults, fillingInput, templatePayload } from "./filling.ts";
import { hasBadSpace } from "./values.ts";

const NAME = "send_template_message";

export const sendTemplateMessage = defineSend({
  name: NAME,
  title: "Send a template message",
  description:
    "Send an approved template: what reaches a customer more than 24 hours after the customer's last message or call. " +
    "list_templates shows what each must be filled with. Returns the message id; delivery shows in get_message. " +
    "Inside the 24 hours use send_message.",
  scope: "phone_number",
  input: z.strictObject({
    ...recipientInput,
    group_id: groupId.optional().describe("Instead of to: a group. Text and media only."),
    ...fillingInput,
    biz_opaque_callback_data: envelopeInput.biz_opaque_callback_data,
    ...requestInput,
  }),
  check: (args) => [
    ...recipientFaults(args, ["to", "recipient", "group_id"]),
    ...groupFaults(args),
    ...fillingFaults(args),
  ],
  output: sendResult.meta({ shallow: true }),
  compose(args, { kapso, phoneNumberId }) {
    refuse(NAME, expiryFaults(args, kapso.now()));
    const body = { ...envelope(args), type: "template", template: templatePayload(args) };
    return message({
      phoneNumberId,
      body,
      filling: args,
      warnings: warnings(args),
      post: (options) => kapso.messages.send(phoneNumberId, body, options),
    });
  },
});

const GROUP_HEADERS: readonly string[] = ["text", "image", "video", "document"];

/** A group takes templates of text and media (contract messages.md section 1). */
function groupFaults({ group_id, header, ...filling }: Filling & { group_id?: string }): Fault[] {
  if (group_id === undefined) return [];
  const { buttons, cards, offer_expires_at, order_status, tap_target } = filling;
  const refused = Object.entries({ buttons, cards, offer_expires_at, order_status, tap_target });
  const message = "cannot be sent to a group; a group takes templates of text and media";
  return [
    ...refused.flatMap(([field, value]) => (value === undefined ? [] : [{ path: [field], message }])),
    ...(header === undefined || GROUP_HEADERS.includes(header.type) ? [] : [{ path: ["header", "type"], message }]),
  ];
}

/** Known only when the call runs. */
export function expiryFaults({ offer_expires_at }: Filling, now: number): Fault[] {
  if (offer_expires_at === undefined || Date.parse(offer_expires_at) > now) return [];
  const message = `must be in the future: after ${instant(now)} (given ${offer_expires_at})`;
  return [{ path: ["offer_expires_at"], message }];
}

const SAFE_PAYLOAD = 128;
const SAFE_CODE = 15;

/** What some of WhatsApp's pages refuse and others take. */
export function warnings({ language, body = [], buttons = [] }: Filling): string[] {
  return [
    ...languageWarnings(language),
    ...body.flatMap(({ text = "" }, i) =>
      hasBadSpace(text) ? [`body[${i}].text: WhatsApp may refuse line breaks, tabs or more than 4 spaces`] : [],
    ),
    ...buttons.flatMap((button, i) => {
      if (button.sub_type === "quick_reply" && [...button.payload].length > SAFE_PAYLOAD) {
        return [`buttons[${i}].payload: over ${SAFE_PAYLOAD} characters may be refused`];
      }
      if (button.sub_type !== "copy_code" || button.coupon_code.length <= SAFE_CODE) return [];
      return [`buttons[${i}].coupon_code: over ${SAFE_CODE} characters may be refused`];
    }),
  ];
}
