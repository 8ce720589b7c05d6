import { z } from "zod";

/** What is to be known of a setting beside its schema. */
export interface About {
  env: string;
  /** The command line flag, as commander writes it; secrets have none. */
  flag?: string;
  /** May be read from the file that `<env>_FILE` names, and never appears in a message. */
  secret?: boolean;
  /** Completes "<name> must be ...". */
  must: string;
  example: string;
  describe: string;
  /** The default as the tables show it. */
  shown?: string;
}

export const about = z.registry<About>();

export const truth = z.string().transform((text, context) => {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  context.addIssue("no truth value");
  return z.NEVER;
});

export const list = z.string().transform((text) =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ""),
);

/** A time with its zone, as milliseconds. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A whole number of at most nine digits within the bounds. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
