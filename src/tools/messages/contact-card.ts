import { z } from "zod";
import { chars } from "../definition/schemas.ts";

/** A part of a card that the contract leaves without a limit; bounded so that a card stays a card. */
const part = chars(1, 256).optional();

/**
 * A contact card, complete and strict (contract messages.md section 5). It is advertised one level deep: the keys of
 * the lists are named in the description, since cards are rare and their full schema costs 400 tokens.
 */
export const contactCard = z
  .strictObject({
    name: z.strictObject({
      formatted_name: chars(1, 200),
      first_name: part,
      last_name: part,
      middle_name: part,
      prefix: part,
      suffix: part,
    }),
    birthday: z.iso.date("must be a date, YYYY-MM-DD").optional(),
    phones: z.array(z.strictObject({ phone: part, type: part, wa_id: part })).optional(),
    emails: z.array(z.strictObject({ email: part, type: part })).optional(),
    urls: z.array(z.strictObject({ url: part, type: part })).optional(),
    addresses: z
      .array(
        z.strictObject({
          street: part,
          city: part,
          state: part,
          zip: part,
          country: part,
          country_code: z
            .string()
            .regex(/^[A-Za-z]{2}$/, "must be a two-letter ISO country code")
            .optional(),
          type: part,
        }),
      )
      .optional(),
    org: z.strictObject({ company: part, department: part, title: part }).optional(),
  })
  .meta({
    description:
      "name {formatted_name (needed), first_name, last_name, middle_name, prefix, suffix}; birthday YYYY-MM-DD; " +
      "phones [{phone, type, wa_id}]; emails [{email, type}]; urls [{url, type}]; " +
      "addresses [{street, city, state, zip, country, country_code, type}]; org {company, department, title}.",
    shallow: true,
  });
