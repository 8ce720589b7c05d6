import { z } from "zod";
import { readPhone } from "../../../contacts/phone.ts";
import { text } from "../check.ts";
import { body, footer, named, textHeader } from "./parts.ts";

/** Addresses, in India alone: messages.md 7.9. */

const plain = z.string().optional();

const address = z.strictObject(
  {
    name: plain,
    phone_number: z
      .string()
      .refine((value) => readPhone(value) !== undefined, "must be a phone number")
      .optional(),
    in_pin_code: text(6, 0).optional(),
    house_number: plain,
    floor_number: plain,
    tower_number: plain,
    building_name: plain,
    address: plain,
    landmark_area: plain,
    city: plain,
    state: plain,
  },
  "has a key that addresses do not have",
);

export const addressMessage = z.object({
  type: z.literal("address_message"),
  header: textHeader.optional(),
  body: body(),
  footer,
  action: z.object({
    name: named("address_message"),
    parameters: z.object({
      country: z.literal("IN", "must be IN"),
      values: address.optional(),
      saved_addresses: z.array(z.object({ id: text(256), value: address })).optional(),
      validation_errors: z.record(z.string(), z.string()).optional(),
    }),
  }),
});
