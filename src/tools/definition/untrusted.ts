/**
 * Cleaning of text that strangers wrote: what no screen shows goes, what people see stays. Classes are properties of
 * the Unicode Character Database as the runtime knows them (UAX #44), the shape of emoji is that of UTS #51, and where a
 * joiner has work to do is after UAX #31, section 2.3.
 *
 * It looks at characters and never at words: a text that claims to be a system message stays as it was written.
 */

/**
 * What has no look of its own. Default_Ignorable_Code_Point holds zero-width spaces and joiners, all of Bidi_Control,
 * soft hyphen, word joiner and invisible operators, Hangul and Khmer fillers, variation selectors and tags; Cf adds
 * interlinear annotation and hieroglyph controls; then controls, lone surrogates and noncharacters.
 * The exceptions: white space that lines are made of, and the signs of Cf that are seen
 * (Prepended_Concatenation_Mark, which patterns cannot name).
 */
const INVISIBLE =
  /(?![\t\n\r\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}])[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** A carriage return that ends no line. */
const STRAY_RETURN = /\r(?!\n)/u;

/** The flags of England, Scotland and Wales: the only tag sequences in general use, so no others are a hiding place. */
const FLAG =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/u;

const KEYCAP = /[0-9#*]\uFE0F\u20E3/u;

/** One emoji, with one choice of its look; or several that are joined into one. */
const EMOJI =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}][\uFE0E\uFE0F]?(?:\u200D[\p{Extended_Pictographic}\p{Emoji_Modifier}][\uFE0E\uFE0F]?)*/u;

/** Scripts whose letters join or stack, so that a joiner or non-joiner after one changes what is seen. */
const JOINING = ["Arab", "Syrc", "Nkoo", "Adlm", "Rohg", "Mong", "Mymr", "Khmr"]
  .concat(["Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"])
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join("");

/** One joiner directly after a visible letter or mark of such a script. Kurdish and Malayalam end words with one. */
const JOINER = `(?<=(?!\\p{Default_Ignorable_Code_Point})(?=[\\p{L}\\p{M}])[${JOINING}])[\\u200C\\u200D]`;

/** Mongolian's own selectors and vowel separator, one after a letter. */
const MONGOLIAN = /(?<=(?=\p{L})\p{Script=Mongolian})[\u180B-\u180F]/u;

/** Most strings are ids, names of fields and plain words: one short search clears them. */
const BEYOND_ASCII = /[^\t\n -~]/;

const SUSPECT = new RegExp(`${INVISIBLE.source}|${STRAY_RETURN.source}`, "u");

/** What stays although parts of it are invisible (first group), or a run of what goes. */
const PARTS = new RegExp(
  `(${[FLAG.source, KEYCAP.source, EMOJI.source, JOINER, MONGOLIAN.source].join("|")})` +
    `|(?:${INVISIBLE.source})+|${STRAY_RETURN.source}`,
  "gu",
);

export interface Cleaned {
  text: string;
  /** Characters (code points) that were removed. */
  removed: number;
}

/** A stranger's text without what no screen shows, and how much that was. */
export function cleanText(text: string): Cleaned {
  if (isPlain(text)) return { text, removed: 0 };
  let removed = 0;
  const clean = replaceInvisible(text, (run) => {
    removed += [...run].length;
    return "";
  });
  return { text: clean, removed };
}

/** A value as JSON on one line in which everything can be seen: what is invisible stands there as its escape. */
export function quoted(value: unknown): string {
  return replaceInvisible(JSON.stringify(value) ?? String(value), escaped).replace(/[\u2028\u2029]/g, escaped);
}

function escaped(run: string): string {
  return Array.from({ length: run.length }, (_, i) => `\\u${run.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}

/** Somebody else's words for a sentence of ours: clean, on one line and of bounded length. */
export function oneLine(text: string): string {
  const line = cleanText(text).text.replace(/\s+/gu, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500).replace(/\p{Cs}$/u, "")}...` : line;
}

/** Whether a text is seen to need no cleaning. */
export const isPlain = (text: string): boolean => !BEYOND_ASCII.test(text) || !SUSPECT.test(text);

function replaceInvisible(text: string, replace: (run: string) => string): string {
  return text.replace(PARTS, (part: string, kept?: string) => (kept === undefined ? replace(part) : part));
}
