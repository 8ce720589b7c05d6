import type { Template } from "../../kapso/template-types.ts";
import { isApproved } from "./status.ts";
import { find, headerFormat, toFill } from "./to-fill.ts";
import { withoutVariables } from "./variables.ts";

/** What could not be sent as it was. */
interface Refused {
  /** The free-form text. */
  text?: string | undefined;
  /** It was meant for a group, which takes templates of text and media alone. */
  hasGroup?: boolean | undefined;
}

const MOST = 3;

/**
 * Up to three approved UTILITY templates that come near a free-form message, best first: by words in common with the
 * text, then by how little has to be filled in. None with no word in common; no MARKETING, which nobody asked for.
 */
export function fittingTemplates(templates: readonly Template[], { text = "", hasGroup = false }: Refused): Template[] {
  const words = wordsOf(text);
  return templates
    .filter((template) => isApproved(template) && isOffered(template) && (!hasGroup || isForGroups(template)))
    .map((template) => ({ template, common: wordsInCommon(template, words) }))
    .filter(({ common }) => common > 0)
    .map(({ template, common }) => ({ template, rank: rankOf(template, common) }))
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .slice(0, MOST)
    .map(({ template }) => template);
}

/** Arguments of send_template_message with `{{...}}` where values go. */
export function skeleton(template: Template): Record<string, unknown> {
  return { template_name: template.name, language: template.language, ...toFill(template) };
}

/** WhatsApp's sample, which accounts begin with: it tells a customer nothing. */
const SAMPLE = "hello_world";

/**
 * Codes are no answer to anybody, and a discount is none to a customer who waits for a repair; a call permission request
 * asks for something else.
 */
function isOffered({ name, category, components }: Template): boolean {
  const parts = components ?? [];
  return (
    name !== SAMPLE && category?.toUpperCase() === "UTILITY" && find(parts, "CALL_PERMISSION_REQUEST") === undefined
  );
}

const PARTS_FOR_GROUPS: readonly string[] = ["HEADER", "BODY", "FOOTER"];
const HEADERS_FOR_GROUPS: readonly string[] = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT"];

function isForGroups({ components }: Template): boolean {
  const parts = components ?? [];
  return (
    parts.every(({ type }) => PARTS_FOR_GROUPS.includes(type.toUpperCase())) &&
    HEADERS_FOR_GROUPS.includes(headerFormat(find(parts, "HEADER")))
  );
}

const MEDIA: readonly string[] = ["IMAGE", "VIDEO", "DOCUMENT"];

/** Compared part by part, smaller first; name and language make the order total. */
type Rank = readonly (number | string)[];

function wordsInCommon({ name, components }: Template, words: ReadonlySet<string>): number {
  const own = wordsOf(`${name.replaceAll("_", " ")} ${withoutVariables(find(components ?? [], "BODY")?.text ?? "")}`);
  return [...own].filter((word) => words.has(word)).length;
}

function rankOf(template: Template, common: number): Rank {
  const { name, language } = template;
  const components = template.components ?? [];
  return [
    -common,
    blanks(toFill(template)),
    MEDIA.includes(headerFormat(find(components, "HEADER"))) ? 1 : 0,
    name,
    language,
  ];
}

function compareRanks(one: Rank, other: Rank): number {
  const at = one.findIndex((part, i) => part !== other[i]);
  const [ours, theirs] = [one[at] ?? 0, other[at] ?? 0];
  return ours < theirs ? -1 : Number(ours > theirs);
}

/** Words that may say what a text is about: of four letters or more, without case and accents. */
function wordsOf(text: string): Set<string> {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return new Set(plain.match(/[\p{L}\p{N}]{4,}/gu) ?? []);
}

/** The values that a skeleton leaves open; an empty list or object stands for one. */
function blanks(value: Record<string, unknown>): number {
  return Object.values(value).reduce<number>((sum, each) => sum + openIn(each), 0);
}

function openIn(value: unknown): number {
  if (typeof value === "string") return value.includes("{{") ? 1 : 0;
  if (typeof value !== "object" || value === null) return 0;
  const parts = Object.values(value);
  return parts.length === 0 ? 1 : parts.reduce<number>((sum, each) => sum + openIn(each), 0);
}
