import { z } from "zod";

/** Endings of domains that are not countries. */
const ENDINGS = new Set([
  "com",
  "net",
  "org",
  "edu",
  "gov",
  "mil",
  "int",
  "info",
  "biz",
  "name",
  "pro",
  "app",
  "dev",
  "shop",
  "store",
  "online",
  "site",
  "xyz",
  "eu",
  "uk",
]);
let regions: Intl.DisplayNames | undefined;

/** Whether two letters name a country. The names take long to load, and are seldom asked for. */
function isRegion(letters: string): boolean {
  regions ??= new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return regions.of(letters.toUpperCase()) !== undefined;
}

/** A username of a business (contract phone-number.md section 11); case does not count, lower case is sent. */
export const username = z
  .string()
  .transform((text) => text.toLowerCase())
  .superRefine((name, context) => {
    const fault = faultOf(name);
    if (fault !== undefined) context.addIssue({ code: "custom", message: `must ${fault}` });
  });

function faultOf(name: string): string | undefined {
  if (!/^[a-z0-9._]{3,35}$/.test(name)) return "be 3 to 35 letters, digits, dots or underscores, without @";
  if (!/[a-z]/.test(name)) return "have at least one letter";
  if (/^\.|\.$|\.\./.test(name)) return "have no dot at an end and no two in a row";
  if (name.startsWith("www")) return "not start with www";
  return isDomain(name) ? "not end as a domain does, such as .com or .br" : undefined;
}

function isDomain(name: string): boolean {
  const ending = name.includes(".") ? (name.split(".").at(-1) ?? "") : "";
  return ENDINGS.has(ending) || (/^[a-z]{2}$/.test(ending) && isRegion(ending));
}
