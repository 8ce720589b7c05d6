import { checkText, templateFault } from "./fault.ts";
import type { PlainComponent, Setting } from "./shape.ts";
import { checkExamples, checkVariables, namedExamples, positionalExamples, wordsOf } from "./variables.ts";

/** Header, body and footer of templates that are not for authentication: templates.md 3.2 to 3.4. */

const MEDIA = ["IMAGE", "VIDEO", "DOCUMENT", "GIF"];
const HEADER_FORMATS = ["TEXT", ...MEDIA, "LOCATION", "PRODUCT"];

export function checkHeader(header: PlainComponent, setting: Setting, where = "The header"): void {
  const { format = "", example } = header;
  const refuse = (title: string, message: string) => templateFault(title, message, "header");
  if (!HEADER_FORMATS.includes(format)) {
    throw refuse("Invalid header", `${where} needs a format: one of ${HEADER_FORMATS.join(", ")}.`);
  }
  if (format === "TEXT") {
    checkHeaderText(header, setting, where);
    return;
  }
  if (header.text !== undefined) throw refuse("Invalid header", `${where} has a text; ${format} headers take none.`);
  if (format === "GIF" && setting.category !== "MARKETING") {
    throw refuse("Invalid header", `${where} is a GIF, which only MARKETING templates take.`);
  }
  const handles = example?.header_handle ?? [];
  if (MEDIA.includes(format) && (handles.length !== 1 || handles[0] === "")) {
    throw refuse("Missing sample", `${where} needs exactly one example.header_handle.`);
  }
}

function checkHeaderText({ text: given, example }: PlainComponent, setting: Setting, where: string): void {
  const text = checkText(where, given, 60, "header");
  const place = { where, subcode: "header" } as const;
  const names = checkVariables(text, setting, place);
  if (names.length > 1) throw templateFault("Too many variables", `${where} may have one variable.`, "header");
  if (/[*_~\n\r]/.test(text.replaceAll(/\{\{[^{}]*\}\}/g, ""))) {
    throw templateFault("Invalid header", `${where} takes no markup and no line breaks.`, "header");
  }
  const named = namedExamples(names, example?.header_text_named_params, place);
  checkExamples(names, setting.format === "NAMED" ? named : example?.header_text, place);
}

/** Words that the text must have of its own for each variable. Meta does not publish its ratio; this one is lenient. */
const WORDS_PER_VARIABLE = 2;

export function checkBody(body: PlainComponent, setting: Setting, max: number, where = "The body"): void {
  const place = { where, subcode: "body" } as const;
  const text = checkText(where, body.text, max, "body");
  const names = checkVariables(text, setting, place);
  if (/^\s*\{\{|\}\}\s*$/.test(text)) {
    const message = `${where} starts or ends with a variable. Add text around it.`;
    throw templateFault("Leading or trailing variable", message, "dangling");
  }
  if (wordsOf(text) < names.length * WORDS_PER_VARIABLE) {
    const message = `${where} has too many variables for its length. Use fewer, or write more text.`;
    throw templateFault("Too many variables for the length", message, "ratio");
  }
  const { body_text, body_text_named_params } = body.example ?? {};
  const named = namedExamples(names, body_text_named_params, place);
  checkExamples(names, setting.format === "NAMED" ? named : positionalExamples(body_text), place);
}

export function checkFooter({ text: given }: PlainComponent): void {
  const text = checkText("The footer", given, 60, "footer");
  if (/\{\{/.test(text)) throw templateFault("Invalid footer", "The footer takes no variables.", "footer");
}
