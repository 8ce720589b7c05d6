import { z } from "zod";
import { dig, digText } from "../json.ts";
import type { TemplateComponent } from "../templates/shape.ts";
import type { TemplateRow } from "../templates/store.ts";
import { coded, text } from "./check.ts";

/** The template of a send against the approved one (messages.md section 8): what Meta checks before it accepts. */

const component = z.looseObject({
  type: z.string(),
  sub_type: z.string().optional(),
  parameters: z.array(z.looseObject({ type: z.string() })).optional(),
});

export const templatePayload = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be lower case letters, digits and underscores, at most 512"),
  language: z.object({ code: text(15), policy: z.literal("deterministic", "must be deterministic").optional() }),
  components: z.array(component).optional(),
});

export type TemplatePayload = z.infer<typeof templatePayload>;
type Parameter = NonNullable<NonNullable<TemplatePayload["components"]>[number]["parameters"]>[number];

/** The approved template of this name and language; 132001 when there is none, others by its state. */
export function findTemplate(
  templates: readonly TemplateRow[],
  accountId: string,
  payload: TemplatePayload,
): TemplateRow {
  const { name, language } = payload;
  const found = templates.find(
    (each) => each.businessAccountId === accountId && each.name === name && each.language === language.code,
  );
  if (found?.status === "PAUSED") throw coded(132015);
  if (found?.status === "DISABLED") throw coded(132016);
  if (found?.status !== "APPROVED") throw coded(132001, `template name (${name}) does not exist in ${language.code}`);
  return found;
}

/** Checks the values and returns the text that the customer will read. */
export function fillTemplate(template: TemplateRow, payload: TemplatePayload): string {
  checkHeader(partOf(template, "HEADER"), parametersOf(payload, "header"));
  checkUrlButtons(partOf(template, "BUTTONS"), payload);
  const body = partOf(template, "BODY")?.text ?? "";
  const filled = fill(body, bodyValues(template, body, parametersOf(payload, "body")));
  if ([...filled].length > 1024)
    throw coded(132005, `the body with its values has ${[...filled].length} of 1024 characters`);
  return filled;
}

/** The media id of a media header, which must be known to the account. */
export function headerMedia(payload: TemplatePayload): { type: string; id: string } | undefined {
  const [parameter] = parametersOf(payload, "header");
  const id = parameter && digText(parameter, parameter.type, "id");
  return parameter !== undefined && id !== undefined ? { type: parameter.type, id } : undefined;
}

function partOf(template: TemplateRow, type: string): TemplateComponent | undefined {
  return template.components.find((each) => each.type === type);
}

function parametersOf({ components }: TemplatePayload, type: string): Parameter[] {
  return components?.find((each) => each.type.toLowerCase() === type)?.parameters ?? [];
}

function checkHeader(header: TemplateComponent | undefined, parameters: Parameter[]): void {
  const expected = header?.format;
  if (expected !== undefined && expected !== "TEXT") {
    const received = parameters[0]?.type.toUpperCase() ?? "UNKNOWN";
    if (received !== expected)
      throw coded(132012, `header: Format mismatch, expected ${expected}, received ${received}`);
    return;
  }
  const wanted = variables(header?.text ?? "").length;
  if (parameters.length !== wanted) throw coded(132000, countMismatch("header", parameters.length, wanted));
}

function checkUrlButtons(buttons: TemplateComponent | undefined, { components = [] }: TemplatePayload): void {
  for (const [index, button] of (buttons?.buttons ?? []).entries()) {
    if (button.type !== "URL" || variables(button.url ?? "").length === 0) continue;
    const given = components.some(
      (each) =>
        each.type.toLowerCase() === "button" &&
        each.sub_type?.toLowerCase() === "url" &&
        Number(dig(each, "index")) === index &&
        digText(each.parameters?.[0], "text") !== undefined,
    );
    if (!given) throw coded(131008, `buttons: Button at index ${index} of type Url requires a parameter`);
  }
}

/** Each variable's value by its name; positions are named 1, 2 and so on. */
function bodyValues(template: TemplateRow, body: string, parameters: Parameter[]): Map<string, string> {
  const names = variables(body);
  if (parameters.length !== names.length) throw coded(132000, countMismatch("body", parameters.length, names.length));
  const values = new Map<string, string>();
  for (const [index, parameter] of parameters.entries()) {
    const named = digText(parameter, "parameter_name");
    const name = template.parameterFormat === "NAMED" ? named : String(index + 1);
    if (name === undefined || !names.includes(name)) {
      throw coded(132012, `body: Parameter name ${named === undefined ? "is missing" : `(${named}) is unknown`}`);
    }
    values.set(name, textOf(parameter, index));
  }
  if (values.size < names.length) throw coded(132012, "body: Parameter names must be different");
  return values;
}

function textOf(parameter: Parameter, index: number): string {
  const value =
    parameter.type === "text" ? digText(parameter, "text") : digText(parameter, parameter.type, "fallback_value");
  if (value === undefined || value === "") throw coded(131008, `body: Parameter at index ${index} has no value`);
  if (/[\n\r\t]| {5}/.test(value)) {
    throw coded(132018, `body: Parameter at index ${index} has line breaks, tabs or more than four spaces in a row`);
  }
  return value;
}

function countMismatch(where: string, given: number, wanted: number): string {
  return `${where}: number of localizable_params (${given}) does not match the expected number of params (${wanted})`;
}

function variables(pattern: string): string[] {
  return [...new Set([...pattern.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ""))];
}

function fill(pattern: string, values: ReadonlyMap<string, string>): string {
  return pattern.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
