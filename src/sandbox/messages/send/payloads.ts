import { z } from "zod";
import { text } from "./check.ts";

/** Payloads of the plain kinds (messages.md sections 2 to 6). What a schema does not name is not stored. */

const textPayload = z.object({ body: text(4096), preview_url: z.boolean().optional() });

const link = z
  .string()
  .max(2048, "must be at most 2048 characters")
  .refine((value) => /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value), "must be an http or https URL");

const source = { id: text(64).optional(), link: link.optional() };
const caption = text(1024, 0).optional();
const refused = (name: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value === undefined) return;
      context.addIssue({ code: "custom", message: `is unexpected: this kind takes no ${name}`, params: { code: 100 } });
    })
    .transform(() => undefined)
    .optional();

/** Exactly one of `id` and `link`. */
const exactlyOneSource: z.core.CheckFn<{ id?: string | undefined; link?: string | undefined }> = ({
  value,
  issues,
}) => {
  const given = [value.id, value.link].filter((each) => each !== undefined).length;
  if (given === 1) return;
  const params = { code: given === 0 ? 131008 : 100 };
  const message = given === 0 ? "needs an id or a link" : "takes either an id or a link, not both";
  issues.push({ code: "custom", input: value, message, params });
};

export const mediaPayloads = {
  image: z
    .object({ ...source, caption, filename: refused("filename"), voice: refused("voice") })
    .check(exactlyOneSource),
  video: z
    .object({ ...source, caption, filename: refused("filename"), voice: refused("voice") })
    .check(exactlyOneSource),
  audio: z
    .object({ ...source, voice: z.boolean().optional(), caption: refused("caption"), filename: refused("filename") })
    .check(exactlyOneSource),
  document: z
    .object({ ...source, caption, filename: text(240).optional(), voice: refused("voice") })
    .check(exactlyOneSource),
  sticker: z
    .object({ ...source, caption: refused("caption"), filename: refused("filename"), voice: refused("voice") })
    .check(exactlyOneSource),
};

function coordinate(bound: number) {
  return z.custom<number | string>(
    (value) =>
      (typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value))) &&
      Math.abs(Number(value)) <= bound,
    `must be a number between -${bound} and ${bound}`,
  );
}

const location = z.object({
  latitude: coordinate(90),
  longitude: coordinate(180),
  name: text(100, 0).optional(),
  address: text(300, 0).optional(),
});

const optionalStrings = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, z.string().optional()]));

const contactCard = z.object({
  name: z.object({
    formatted_name: text(200),
    ...optionalStrings("first_name", "last_name", "middle_name", "prefix", "suffix"),
  }),
  birthday: z.iso.date("must be a date in the form YYYY-MM-DD").optional(),
  phones: z.array(z.object(optionalStrings("phone", "type", "wa_id"))).optional(),
  emails: z.array(z.object(optionalStrings("email", "type"))).optional(),
  urls: z.array(z.object(optionalStrings("url", "type"))).optional(),
  addresses: z
    .array(z.object(optionalStrings("street", "city", "state", "zip", "country", "country_code", "type")))
    .optional(),
  org: z.object(optionalStrings("company", "department", "title")).optional(),
});

const contacts = z.array(contactCard).min(1, "must have at least 1 contact").max(257, "must have at most 257 contacts");

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u;

/** One emoji, however many code points it takes; empty takes a reaction back. */
function isReaction(value: string): boolean {
  return value === "" || (EMOJI.test(value) && [...new Intl.Segmenter().segment(value)].length === 1);
}

const reaction = z.object({
  message_id: text(256),
  emoji: z.string().refine(isReaction, "must be one emoji, or empty to remove the reaction"),
});

export const plainPayloads = { text: textPayload, ...mediaPayloads, location, contacts, reaction };
