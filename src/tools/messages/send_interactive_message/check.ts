import type { Fault } from "../../definition/faults.ts";
import { fieldFaults, givenFields } from "./fields.ts";
import { headerFaults, headerInput } from "./header.ts";
import { type Content, type ContentField, contentInput } from "./input.ts";
import type { Kind } from "./kinds.ts";

const BODY_MAX = 1024;
const LABEL_MAX = 20;
const FLOW_LABEL_MAX = 30;
const FRAME: readonly string[] = [...Object.keys(headerInput), "body", "footer"];

/** Whether the parts fit the kind and each other. */
export function contentFaults(name: string, kind: Kind, content: Content & { to?: string }): Fault[] {
  const given = givenFields(content).filter((field) => field in contentInput && !FRAME.includes(field));
  const { needs = [], takes = [] } = kind;
  return [
    ...headerFaults(content, name, kind.header ?? [], kind.headerNeeded ?? false),
    ...bodyFaults(name, kind, content),
    ...fieldFaults({ given, needs, takes, who: `kind ${name}` }),
    ...labelFaults(name, content),
    ...(kind.faults?.(content) ?? []),
  ];
}

function bodyFaults(name: string, kind: Kind, { body, footer }: Content): Fault[] {
  const faults: Fault[] = [];
  const max = kind.bodyMax ?? BODY_MAX;
  const needed: ContentField = "body";
  if (body === undefined && !kind.bodyOptional) faults.push({ path: [needed], message: `is needed by kind ${name}` });
  if (body !== undefined && [...body].length > max) faults.push(tooLong("body", name, body, max));
  if (footer !== undefined && kind.noFooter) {
    faults.push({ path: ["footer"], message: `kind ${name} takes no footer` });
  }
  return faults;
}

function labelFaults(name: string, { button_text }: Content): Fault[] {
  const max = name === "flow" ? FLOW_LABEL_MAX : LABEL_MAX;
  const isLong = button_text !== undefined && [...button_text].length > max;
  return isLong ? [tooLong("button_text", name, button_text, max)] : [];
}

function tooLong(field: ContentField, name: string, text: string, max: number): Fault {
  const message = `must have at most ${max} characters for kind ${name} (given ${[...text].length} characters)`;
  return { path: [field], message };
}

/** What WhatsApp takes but shows badly. */
export function contentWarnings(name: string, { button_text = "" }: Content): string[] {
  if (name !== "flow") return [];
  return [
    ...([...button_text].length > LABEL_MAX ? [`button_text: over ${LABEL_MAX} characters, some apps cut it`] : []),
    ...(/\p{Extended_Pictographic}/u.test(button_text) ? ["button_text: WhatsApp advises against emoji"] : []),
  ];
}
