import { digText, isObject } from "../../http/json.ts";
import type { PlainComponent } from "../../templates/shape.ts";
import type { TemplateRow } from "../../templates/store.ts";
import { variablesOf } from "../../templates/variables.ts";
import { coded } from "./check.ts";
import type { Parameter } from "./template-entries.ts";

/** Values for the header and the body of a template: messages.md 8.1 and 8.2. */

type Format = Pick<TemplateRow, "parameterFormat">;

export function checkHeaderEntry(
  template: Format,
  header: PlainComponent | undefined,
  parameters: readonly Parameter[],
  where: string,
): void {
  const format = header?.format ?? "TEXT";
  const [first] = parameters;
  if (format === "TEXT") {
    const names = variablesOf(header?.text ?? "");
    namedValues(template, names, parameters, `${where}header`);
    return;
  }
  const received = first?.type.toUpperCase() ?? "UNKNOWN";
  if (first === undefined || received !== format) {
    throw coded(132012, `${where}header: Format mismatch, expected ${format}, received ${received}`);
  }
  if (parameters.length > 1) throw coded(132000, countMismatch(`${where}header`, parameters.length, 1));
  checkHeaderValue(format, first, `${where}header`);
}

const NEEDED: Partial<Record<string, string[]>> = {
  LOCATION: ["latitude", "longitude", "name", "address"],
  PRODUCT: ["product_retailer_id", "catalog_id"],
};

function checkHeaderValue(format: string, parameter: Parameter, where: string): void {
  const value = parameter[format.toLowerCase()];
  const given = isObject(value) ? value : {};
  const needed = NEEDED[format];
  if (needed === undefined) {
    const sources = [given["id"], given["link"]].filter((each) => each !== undefined);
    if (sources.length === 1) return;
    throw coded(131008, `${where}: the ${format.toLowerCase()} needs either an id or a link`);
  }
  const missing = needed.find((name) => given[name] === undefined || given[name] === "");
  if (missing !== undefined) throw coded(131008, `${where}: ${format.toLowerCase()}.${missing} is required`);
}

/** Each variable's value by its name; positions are named 1, 2 and so on. */
export function bodyValues(
  template: Format,
  body: string,
  parameters: readonly Parameter[],
  where: string,
): Map<string, string> {
  return namedValues(template, variablesOf(body), parameters, `${where}body`);
}

function namedValues(
  { parameterFormat }: Format,
  names: readonly string[],
  parameters: readonly Parameter[],
  where: string,
): Map<string, string> {
  if (parameters.length !== names.length) throw coded(132000, countMismatch(where, parameters.length, names.length));
  const values = new Map<string, string>();
  for (const [index, parameter] of parameters.entries()) {
    const named = digText(parameter, "parameter_name");
    const name = parameterFormat === "NAMED" ? named : String(index + 1);
    if (name === undefined || !names.includes(name)) {
      throw coded(132012, `${where}: Parameter name ${named === undefined ? "is missing" : `(${named}) is unknown`}`);
    }
    values.set(name, textOf(parameter, `${where}: Parameter at index ${index}`));
  }
  if (values.size < names.length) throw coded(132012, `${where}: Parameter names must be different`);
  return values;
}

const KINDS = ["text", "currency", "date_time", "group_id"];

function textOf(parameter: Parameter, where: string): string {
  const { type } = parameter;
  if (!KINDS.includes(type)) throw coded(132012, `${where} has the type ${type}, expected text`);
  const value =
    type === "text" || type === "group_id" ? digText(parameter, type) : digText(parameter, type, "fallback_value");
  if (value === undefined || value === "") throw coded(131008, `${where} has no value`);
  if (type === "currency") checkCurrency(parameter, where);
  if (/[\n\r\t]| {5}/.test(value)) {
    throw coded(132018, `${where} has line breaks, tabs or more than four spaces in a row`);
  }
  return value;
}

function checkCurrency({ currency }: Parameter, where: string): void {
  const { code, amount_1000: amount } = isObject(currency) ? currency : {};
  if (code === undefined || amount === undefined) throw coded(131008, `${where} needs currency.code and amount_1000`);
  if (typeof code !== "string" || !/^[A-Z]{3}$/.test(code) || !Number.isInteger(amount)) {
    throw coded(132012, `${where} needs a currency code such as BRL and a whole amount_1000`);
  }
}

function countMismatch(where: string, given: number, wanted: number): string {
  return `${where}: number of localizable_params (${given}) does not match the expected number of params (${wanted})`;
}

export function fill(pattern: string, values: ReadonlyMap<string, string>): string {
  return pattern.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
