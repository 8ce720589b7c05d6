import { createHash } from "node:crypto";
import type { ExportFile, ExportPlace } from "../../tools/assist/export_messages/places.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import type { MediaFolder } from "../../tools/media/folder.ts";

/** In characters of JSON, four of which are about a token: more than any page of the API, and than a model reads at once. */
const MOST_CHARACTERS = 256 * 1024;

/** Where the whole of an answer can be kept for this caller. */
export interface AnswerPlaces {
  media?: MediaFolder;
  exports?: Pick<ExportPlace, "keep">;
}

type Result = Record<string, unknown>;

/** A result with its JSON. */
interface Answer {
  result: Result;
  text: string;
}

/**
 * A result that fits into a message to a model. What is larger is shortened within the tool's own shape, and the whole of
 * it goes where it can be had: to the media folder, or to the caller's exports. It never fails: what was done is done.
 */
export async function boundAnswer(tool: string, result: Result, places: AnswerPlaces): Promise<Answer> {
  const text = JSON.stringify(result);
  if (text.length <= MOST_CHARACTERS) return { result, text };
  const kept = await keep(nameOf(tool, text), text, places);
  const note =
    "This answer is too large to be shown. Long texts, lists and objects are shortened here; what is left out does not " +
    "come with next_cursor either" +
    `${"lost" in kept ? `, and it could not be kept as a whole: ${kept.lost}` : "."} ` +
    "Call with a smaller limit, or ask for fewer fields, to see less at a time.";
  const short = { ...shortened(result), whole_answer: { characters: text.length, ...kept, note } };
  return { result: short, text: JSON.stringify(short) };
}

function nameOf(tool: string, text: string): ExportFile {
  const mark = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return { name: `${tool}-${mark}.json`, mimeType: "application/json" };
}

async function keep({ name, mimeType }: ExportFile, text: string, { media, exports }: AnswerPlaces) {
  try {
    if (media !== undefined) return { file_path: await media.add(name, Buffer.from(text)) };
    if (exports === undefined) return { lost: "the operator can name a folder for it in KAPSO_MEDIA_DIR, over stdio." };
    const { uri, expires_at } = await exports.keep({ name, mimeType }, once(text), new AbortController().signal);
    return { uri, expires_at };
  } catch (error) {
    return { lost: error instanceof ToolError ? error.message : "it could not be written." };
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

interface Cut {
  characters: number;
  items: number;
}

/** How much of it stays, from much to little, until it fits. */
const CUTS: readonly Cut[] = [
  { characters: 10_000, items: 100 },
  { characters: 1_000, items: 30 },
  { characters: 100, items: 10 },
  { characters: 20, items: 3 },
];

/** Texts at the top stay whole up to this: cursors are among them. */
const TOP = 20_000;

function shortened(result: Result): Result {
  let short = result;
  for (const cut of CUTS) {
    const entries = Object.entries(result).map(([key, value]) => [
      key,
      typeof value === "string" ? shortText(value, TOP) : shorten(value, cut),
    ]);
    short = Object.fromEntries(entries);
    if (JSON.stringify(short).length <= MOST_CHARACTERS) break;
  }
  return short;
}

function shorten(value: unknown, cut: Cut): unknown {
  if (typeof value === "string") return shortText(value, cut.characters);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, cut.items).map((each) => shorten(each, cut));
  const entries = Object.entries(value).slice(0, Math.max(cut.items, 60)); // No record of a tool has more fields.
  return Object.fromEntries(entries.map(([key, each]) => [key, shorten(each, cut)]));
}

/** Half a link, id or file is worth nothing and looks like one: what has no spaces stays whole or goes. */
function shortText(text: string, most: number): string {
  if (text.length <= most) return text;
  const begin = text.slice(0, most).toWellFormed();
  return begin.includes(" ") ? `${begin}...` : `[${text.length} characters]`;
}
