import type { Fault } from "../definition/faults.ts";

/** A text without case and accents, and for each of its characters where that stands in the text itself. */
interface Folded {
  plain: string;
  /** In UTF-16 units. */
  at: number[];
}

function fold(text: string): Folded {
  let plain = "";
  const at: number[] = [];
  let index = 0;
  for (const char of text) {
    const folded = char.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    plain += folded;
    for (let i = 0; i < folded.length; i += 1) at.push(index);
    index += char.length;
  }
  return { plain, at };
}

/** What is looked for: words, or phrases in quotes, all of which must be there, in any order and as parts of words. */
export function termsOf(query: string): string[] {
  const parts = [...query.matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? "");
  return [...new Set(parts.map((part) => fold(part).plain.trim()).filter((term) => term !== ""))];
}

/** A query of marks alone has no terms, and would fit everything. */
export function queryFaults({ query }: { query: string }): Fault[] {
  return termsOf(query).length === 0 ? [{ path: ["query"], message: "must have something to look for" }] : [];
}

/** How much stands on each side of what was found. */
const AROUND = 60;

/** The part of a text where the first of the terms stands; undefined unless all of them are there. */
export function snippet(text: string, terms: readonly string[]): string | undefined {
  const { plain, at } = fold(text);
  const places = terms.map((term) => plain.indexOf(term));
  if (places.includes(-1)) return undefined;
  const first = Math.min(...places);
  const length = terms[places.indexOf(first)]?.length ?? 0;
  const from = Math.max(0, (at[first] ?? 0) - AROUND);
  const to = Math.min(text.length, (at[first + length] ?? text.length) + AROUND);
  const part = whole(text.slice(from, to)).replace(/\s+/g, " ").trim();
  return `${from > 0 ? "..." : ""}${part}${to < text.length ? "..." : ""}`;
}

/** Without the half of a character at an end. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
