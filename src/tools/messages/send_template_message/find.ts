import type { Kapso } from "../../../kapso/client.ts";
import type { Template } from "../../../kapso/template-types.ts";
import type { Fault } from "../../definition/faults.ts";
import { refusal } from "../../definition/refusal.ts";
import { LIST_FIELDS } from "../../templates/record.ts";
import { isApproved } from "../../templates/status.ts";

interface Wanted {
  template_name: string;
  language?: string | undefined;
}

interface Account {
  kapso: Kapso;
  businessAccountId: string;
  signal: AbortSignal;
}

/** The stored template of this name. @throws ToolError that names the languages there are, or the nearest names */
export async function findTemplate(
  tool: string,
  { template_name: name, language }: Wanted,
  { kapso, businessAccountId, signal }: Account,
): Promise<Template> {
  const list = async (query: { name?: string }) =>
    (await kapso.templates.list(businessAccountId, { ...query, limit: 100, fields: LIST_FIELDS }, { signal })).data;
  const named = await list({ name });
  const records = named.some((each) => each.name === name) ? named : await list({});
  const choice = chooseTemplate(records, name, language);
  if ("faults" in choice) throw refusal(tool, choice.faults, ["list_templates"]);
  return choice.template;
}

export type Choice = { template: Template } | { faults: Fault[] };

/**
 * The template of this name and language among stored ones; a template of one language needs none. Where there is none,
 * the faults name the languages that there are or, when the records hold other names too, the nearest of them.
 */
export function chooseTemplate(templates: readonly Template[], name: string, language: string | undefined): Choice {
  const named = templates.filter((each) => each.name === name);
  const [only, ...others] = new Set(named.map((each) => each.language));
  const wanted = language ?? (others.length === 0 ? only : undefined);
  const fitting = named.filter((each) => each.language === wanted);
  // A template that was deleted and made again may stand there twice.
  const template = fitting.find(isApproved) ?? fitting[0];
  if (template !== undefined) return { template };
  return { faults: [named.length > 0 ? languageFault(named, language) : nameFault(templates, name)] };
}

function languageFault(named: readonly Template[], language: string | undefined): Fault {
  const languages = [...named].sort(byLanguage).map(withStatus).join(", ");
  return {
    path: ["language"],
    message: `must be one that the template has: ${languages} (${language === undefined ? "missing" : `given ${language}`})`,
  };
}

const NEAREST = 3;
/** Below it, names have little more than a common ending. */
const LIKE = 0.3;

function nameFault(templates: readonly Template[], name: string): Fault {
  const path = ["template_name"];
  const near = [...new Set(templates.map((each) => each.name))]
    .map((other) => ({ other, likeness: likeness(name, other) }))
    .filter((each) => each.likeness >= LIKE)
    .sort((a, b) => b.likeness - a.likeness || compare(a.other, b.other))
    .slice(0, NEAREST)
    .map(({ other }) => `${other} (${languagesOf(templates, other)})`);
  const hint = near.length > 0 ? `; the nearest are ${near.join(", ")}` : "";
  return { path, message: `must be the name of a template${hint} (given ${name})` };
}

function languagesOf(templates: readonly Template[], name: string): string {
  return templates
    .filter((each) => each.name === name)
    .sort(byLanguage)
    .map(withStatus)
    .join(", ");
}

function withStatus(template: Template): string {
  return isApproved(template) ? template.language : `${template.language} ${template.status}`;
}

/** By code units: the same order on every machine. */
const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
const byLanguage = (one: Template, other: Template) => compare(one.language, other.language);

/** How much of two names is the same, from 0 to 1: the pairs of letters that both have (Dice's coefficient). */
function likeness(one: string, other: string): number {
  const [ours, theirs] = [pairs(one), pairs(other)];
  const shared = [...ours].filter((pair) => theirs.has(pair)).length;
  return (2 * shared) / (ours.size + theirs.size);
}

function pairs(name: string): Set<string> {
  const framed = ` ${name} `;
  return new Set(Array.from({ length: framed.length - 1 }, (_, i) => framed.slice(i, i + 2)));
}
