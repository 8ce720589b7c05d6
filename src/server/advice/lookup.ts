import { ACCESS } from "./access.ts";
import type { Advice, AdviceTable } from "./advice.ts";
import { KAPSO } from "./kapso.ts";
import { NUMBERS } from "./numbers.ts";
import { REQUESTS } from "./requests.ts";
import { SENDS } from "./sends.ts";
import { TEMPLATES } from "./templates.ts";

const TABLE: AdviceTable = { ...KAPSO, ...ACCESS, ...REQUESTS, ...SENDS, ...TEMPLATES, ...NUMBERS };

/** The advice for a code. 200 stands for 200 to 299. */
export function adviceFor(code: number | string | null): Advice | undefined {
  if (code === null) return undefined;
  if (typeof code === "number" && code >= 200 && code < 300) return TABLE[200];
  return Object.hasOwn(TABLE, code) ? TABLE[code] : undefined;
}

/** The advice where a code has none: by the contract's retry class. */
export const BY_RETRY_CLASS: Readonly<Record<string, string>> = {
  N: "Do not repeat the call.",
  F: "Change the arguments before you call again.",
  L: "Wait, then try again.",
  S: "Nothing was done; call again shortly.",
  H: "A person must act first: tell the operator.",
  A: "It may have taken effect: check before you call again.",
};
