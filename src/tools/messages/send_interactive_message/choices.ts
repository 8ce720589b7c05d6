import { z } from "zod";
import { duplicateFaults } from "../../definition/duplicates.ts";
import type { Fault } from "../../definition/faults.ts";
import { chars } from "../../definition/schemas.ts";

/** WhatsApp's markup, which labels do not take: *bold*, _italic_, ~strike~ and monospace. */
const MARKUP = /`|(?<![\p{L}\p{N}])([*_~])(?=\S)[^\n]*?\S\1(?![\p{L}\p{N}])/u;

export function hasMarkup(text: string): boolean {
  return MARKUP.test(text);
}

/** A reply button (contract messages.md 7.1 and, on a card, 7.10). */
export const replyButton = z.strictObject({
  id: chars(1, 256),
  title: chars(1, 20).refine((title) => !hasMarkup(title), "takes no markup such as *bold*"),
});
type ReplyButton = z.output<typeof replyButton>;

/** Buttons that stand together, and where. */
interface ButtonRow {
  buttons: readonly ReplyButton[];
  at: Fault["path"];
}

/** Ids are unique in the whole message, since they come back alone; titles where they stand together. */
export function buttonFaults(rows: readonly ButtonRow[]): Fault[] {
  const placed = (key: "id" | "title") =>
    rows.map(({ buttons, at }) => buttons.map((each, i) => ({ path: [...at, i, key], value: each[key] })));
  return [...duplicateFaults(placed("id").flat()), ...placed("title").flatMap(duplicateFaults)];
}

const MAX_SECTIONS = 10;

const row = z.strictObject({ id: chars(1, 200), title: chars(1, 24), description: chars(1, 72).optional() });
const productItem = z
  .strictObject({ product_retailer_id: chars(1, 100) })
  .meta({ description: "{product_retailer_id}", shallow: true });

/** Products in sections, as a template's multi-product button takes them too (contract messages.md 7.7 and 8.3). */
export const productSections = z
  .array(z.strictObject({ title: chars(1, 24).optional(), product_items: z.array(productItem).min(1) }))
  .min(1)
  .max(MAX_SECTIONS);

/** Sections of a list or of a product list; which of the two, the kind decides. */
export const sections = z
  .array(
    z.strictObject({
      title: chars(1, 24).optional(),
      rows: z.array(row).min(1).optional(),
      product_items: z.array(productItem).min(1).optional(),
    }),
  )
  .min(1)
  .max(MAX_SECTIONS);
type Section = z.output<typeof sections>[number];

interface Contents {
  name: "rows" | "product_items";
  /** In all sections together. */
  max: number;
  key: "id" | "product_retailer_id";
}
export const ROWS: Contents = { name: "rows", max: 10, key: "id" };
export const PRODUCTS: Contents = { name: "product_items", max: 30, key: "product_retailer_id" };

/** What no section shows by itself: titles where there are several, the sum of the contents, unique ids. */
export function sectionFaults(all: readonly Section[], contents: Contents, at: Fault["path"]): Fault[] {
  const { name, max } = contents;
  const other = name === "rows" ? "product_items" : "rows";
  const total = all.reduce((sum, section) => sum + (section[name]?.length ?? 0), 0);
  const faults: Fault[] = all.flatMap((section, i) => [
    ...(section[name] === undefined ? [{ path: [...at, i, name], message: "is needed" }] : []),
    ...(section[other] === undefined ? [] : [{ path: [...at, i, other], message: `is not taken here, ${name} is` }]),
    ...(section.title === undefined && all.length > 1
      ? [{ path: [...at, i, "title"], message: `is needed where there are several sections (given ${all.length})` }]
      : []),
  ]);
  if (total > max) {
    faults.push({ path: at, message: `must have at most ${max} ${name} in all sections together (given ${total})` });
  }
  return [...faults, ...duplicateFaults(placedIds(all, contents, at))];
}

function placedIds(all: readonly Section[], { name, key }: Contents, at: Fault["path"]) {
  return all.flatMap((section, i) => {
    const ids =
      name === "rows" ? section.rows?.map(({ id }) => id) : section.product_items?.map((p) => p.product_retailer_id);
    return (ids ?? []).map((value, j) => ({ path: [...at, i, name, j, key], value }));
  });
}
