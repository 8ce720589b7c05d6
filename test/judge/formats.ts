import { z } from "zod";

/** Identifiers and times as contract README sections 13 and 14 write them. */

/** Base64url-ish after `wamid.`, up to about 128 characters; `/` would break the path of A4. */
export const wamid = z
  .string()
  .regex(/^wamid\.[A-Za-z0-9_=-]+$/)
  .max(128);

export const wacid = z.string().regex(/^wacid\.\S+$/);

export const uuid = z.uuid();

/** Meta's ids of numbers, accounts and media. */
export const numericId = z.string().regex(/^\d{5,20}$/);

export const mediaId = z.string().regex(/^\d{10,20}$/);

export const waId = z.string().regex(/^\d{5,15}$/);

export const bsuid = z.string().regex(/^[A-Za-z0-9._-]{1,256}$/);

/** Message timestamps: Unix seconds as a string. */
export const unixSeconds = z.string().regex(/^\d{10}$/);

/** Kapso's times: ISO 8601 in UTC, a fraction of a second allowed. */
export const isoTime = z.iso.datetime();

/** With six digits behind the second. */
export const isoMicros = z.iso.datetime({ precision: 6 });

export const freeObject = z.record(z.string(), z.unknown());

/** Digits alone, for comparing numbers that may or may not carry the `+`. */
export const digits = (number: string) => number.replace(/\D/g, "");
