import { z } from "zod";
import { templateRow } from "../tools/templates/record.ts";
import { byItself, type Candidate, json, type Reading, type Resource, UnknownTarget } from "./resource.ts";

const LIST = "list_templates";
const PAGE = 100;
/** An account may have thousands: completion knows those of the first pages. */
const MOST_PAGES = 3;

const templates = z.object({ data: z.array(templateRow), next_cursor: z.string().optional() });
export type TemplateRow = z.output<typeof templateRow>;

export const template: Resource = {
  name: "template",
  title: "Message template",
  description: "A message template in all its languages: text, status, and the arguments that a send needs.",
  mimeType: "application/json",
  place: "templates",
  parameter: "name",
  tools: [LIST],
  scope: "business_account",
  async read(name, reading) {
    const { data } = await page(reading, { template_name: name });
    const rows = data.filter((row) => row.template_name === name);
    if (rows.length === 0) throw new UnknownTarget("There is no template of this name.", { see: [LIST] });
    return json({ count: rows.length, data: rows });
  },
  async entries(reading) {
    const { data } = await page(reading, { status: "APPROVED" });
    return namesOf(data).map((name) => ({ id: name, title: name, description: languagesOf(data, name) }));
  },
  candidates: async (reading) => namesOf(await firstTemplates(reading)).map(byItself),
};

/** Languages that the account's templates are in. */
export async function templateLanguages(reading: Reading): Promise<Candidate[]> {
  const rows = await firstTemplates(reading);
  return [...new Set(rows.map(({ language }) => language))].sort().map(byItself);
}

/** Approved templates of a language, newest first, as examples of the business's own tone. */
export async function examples(language: string, most: number, reading: Reading): Promise<TemplateRow[]> {
  return (await page(reading, { status: "APPROVED", language, limit: most })).data;
}

async function firstTemplates(reading: Reading): Promise<TemplateRow[]> {
  const rows: TemplateRow[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { data, next_cursor } = await page(reading, after === undefined ? {} : { after });
    rows.push(...data);
    after = next_cursor;
    if (after === undefined) break;
  }
  return rows;
}

async function page(reading: Reading, filters: Record<string, unknown>) {
  return templates.parse(await reading.ask(LIST, { limit: PAGE, ...filters }));
}

function namesOf(rows: readonly TemplateRow[]): string[] {
  return [...new Set(rows.map((row) => row.template_name))].sort();
}

function languagesOf(rows: readonly TemplateRow[], name: string): string {
  return rows
    .filter((row) => row.template_name === name)
    .map(({ language }) => language)
    .sort()
    .join(", ");
}
