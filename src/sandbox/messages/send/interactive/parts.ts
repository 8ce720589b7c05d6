import { z } from "zod";
import { text } from "../check.ts";
import { mediaPayloads } from "../payloads.ts";

/** What interactive messages are made of (messages.md section 7). Unknown keys are ignored, as Meta ignores them. */

export const textHeader = z.object({ type: z.literal("text", "must be text"), text: text(60) });
export const imageHeader = z.object({ type: z.literal("image", "must be image"), image: mediaPayloads.image });
export const videoHeader = z.object({ type: z.literal("video"), video: mediaPayloads.video });
const documentHeader = z.object({ type: z.literal("document"), document: mediaPayloads.document });

export const anyHeader = z.discriminatedUnion("type", [textHeader, imageHeader, videoHeader, documentHeader], {
  error: "must be a text, image, video or document header",
});

export const body = (max = 1024) => z.object({ text: text(max) });
export const footer = z.object({ text: text(60) }).optional();

/** A part that the kind does not take. */
export const none = (what: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value === undefined) return;
      context.addIssue({ code: "custom", message: `is unexpected: this kind takes no ${what}`, params: { code: 100 } });
    })
    .transform(() => undefined)
    .optional();

export const different = (what: string) => ({ message: `must have different ${what}` });

export const webUrl = (max: number) =>
  text(max).refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), "must be an http or https URL");

export const named = <T extends string>(name: T) => z.literal(name, `must be ${name}`);
