import type { TemplateButton as Stored } from "../../../../kapso/template-types.ts";
import type { Fault } from "../../../definition/faults.ts";
import { quoted } from "../../../definition/untrusted.ts";
import { buttonToFill } from "../../../templates/to-fill.ts";
import type { TemplateButton } from "../buttons.ts";

/**
 * What fills a button, by its type in the template; null where nothing does (contract templates.md 3.5). A type that
 * is not here is judged by the API.
 */
const SUB_TYPES: ReadonlyMap<string, TemplateButton["sub_type"] | null> = new Map([
  ["QUICK_REPLY", "quick_reply"],
  ["URL", "url"],
  ["OTP", "url"],
  ["COPY_CODE", "copy_code"],
  ["FLOW", "flow"],
  ["CATALOG", "catalog"],
  ["MPM", "mpm"],
  ["VOICE_CALL", "voice_call"],
  ["ORDER_DETAILS", "order_details"],
  ["PHONE_NUMBER", null],
  ["SPM", null],
]);

/** Buttons against the template's, each at its index (contract messages.md 8.3). */
export function buttonsFaults(given: readonly TemplateButton[], stored: readonly Stored[], at: Fault["path"]): Fault[] {
  const path = [...at, "buttons"];
  if (stored.length === 0) {
    const message = `must be left out: the template has none (given ${given.length})`;
    return given.length === 0 ? [] : [{ path, message }];
  }
  return [
    ...stored.flatMap((button, index) => missingFaults(given, button, index, path)),
    ...given.flatMap((entry, i) => entryFaults(entry, stored, [...path, i])),
  ];
}

function missingFaults(given: readonly TemplateButton[], button: Stored, index: number, path: Fault["path"]): Fault[] {
  const [needed] = buttonToFill(button, index);
  if (needed === undefined || given.some((entry) => entry.index === index)) return [];
  const message = `needs ${JSON.stringify(needed)}, for the template's ${describe(button, index)} (missing)`;
  return [{ path, message }];
}

function entryFaults(entry: TemplateButton, stored: readonly Stored[], path: Fault["path"]): Fault[] {
  const { index, sub_type } = entry;
  const button = stored[index];
  if (button === undefined) {
    const places = stored.length === 1 ? "0: the template has 1 button" : `0 to ${stored.length - 1}`;
    return [{ path: [...path, "index"], message: `must be ${places} (given ${index})` }];
  }
  const wanted = SUB_TYPES.get(button.type.toUpperCase());
  if (wanted === undefined) return [];
  const leaveOut = `must be left out: nothing fills the template's ${describe(button, index)} (given ${sub_type})`;
  if (wanted === null) return [{ path, message: leaveOut }];
  if (wanted !== sub_type) {
    const message = `must be ${wanted} for the template's ${describe(button, index)} (given ${sub_type})`;
    return [{ path: [...path, "sub_type"], message }];
  }
  if (wanted !== "url") return [];
  return buttonToFill(button, index).length === 0 ? [{ path, message: leaveOut }] : urlFaults(entry, button, path);
}

/** A value that begins with the template's own URL: the customer's link would have it twice. */
function urlFaults(entry: TemplateButton, { url }: Stored, path: Fault["path"]): Fault[] {
  const base = url?.split("{{")[0] ?? "";
  if (entry.sub_type !== "url" || base === "" || !bare(entry.text).startsWith(bare(base))) return [];
  const rest = bare(entry.text).slice(bare(base).length);
  const give = rest === "" ? "" : `, here ${quoted(rest)}`;
  return [
    {
      path: [...path, "text"],
      message: `must be only what comes after ${quoted(base)}${give}: the template has the rest`,
    },
  ];
}

/** An address as people shorten it. */
const bare = (url: string) =>
  url
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/^www\./i, "");

function describe({ type, url }: Stored, index: number): string {
  return `button ${index}, ${type}${url ? ` ${url}` : ""}`;
}
