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

/**
 * A result that fits into a message to a model. What is larger is shortened within the tool's own shape, and the whole of
 * it goes where it can be had: to the media folder, or to the caller's exports. It never fails: what was done is done.
 */
export async function fitting(tool: string, result: Result, places: AnswerPlaces): Promise<Result> {
  const text = JSON.stringify(result);
  if (text.length <= MOST_CHARACTERS) return result;
  const kept = await keep(nameOf(tool, text), text, places);
  const note =
    "This answer is too large to be shown. Long texts, lists and objects are shortened here" +
    `${"lost" in kept ? `, and it could not be kept as a whole: ${kept.lost}` : "."} ` +
    "Call with a smaller limit, or ask for fewer fields, to see less at a time.";
  return { ...shortened(result), whole_answer: { characters: text.length, ...kept, note } };
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

/** How much of it stays, from much to little, until it fits. */
const CUTS = [10_000, 1_000, 100, 20].map((characters, index) => ({ characters, items: [100, 30, 10, 3][index] ?? 1 }));

function shortened(result: Result): Result {
  let short = result;
  for (const cut of CUTS) {
    short = Object.fromEntries(Object.entries(result).map(([key, value]) => [key, shorten(value, cut)]));
    if (JSON.stringify(short).length <= MOST_CHARACTERS) break;
  }
  return short;
}

function shorten(value: unknown, cut: (typeof CUTS)[number]): unknown {
  if (typeof value === "string") return value.length <= cut.characters ? value : `${value.slice(0, cut.characters)}...`;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, cut.items).map((each) => shorten(each, cut));
  const entries = Object.entries(value).slice(0, Math.max(cut.items, 60)); // No record of a tool has more fields.
  return Object.fromEntries(entries.map(([key, each]) => [key, shorten(each, cut)]));
}
