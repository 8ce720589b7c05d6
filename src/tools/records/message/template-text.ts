import type { Message } from "../../../kapso/message-types.ts";
import type { TemplateComponent } from "../../../kapso/template-types.ts";
import { rendered } from "./rendering.ts";
import { templateOf } from "./template.ts";

/** A template that was sent, of which the record has no text: Kapso stores its name and its parameters. */
export function unrendered(message: Message): { name: string; language: string | undefined } | undefined {
  if (message.type !== "template" || rendered(message) !== undefined) return undefined;
  const { name, language } = templateOf(message) ?? {};
  return name === undefined ? undefined : { name, language };
}

/** What the customer read: the stored header and body with this message's parameters. A gap without one stays. */
export function templateText(message: Message, components: readonly TemplateComponent[]): string | undefined {
  const { header, body } = templateOf(message)?.parameters ?? {};
  const text = (type: string) => components.find((each) => each.type.toUpperCase() === type)?.text ?? undefined;
  const parts = [fill(text("HEADER"), header), fill(text("BODY"), body)];
  return parts.filter(Boolean).join("\n") || undefined;
}

function fill(text: string | undefined, values: unknown): string | undefined {
  return text?.replace(/\{\{\s*(\w+)\s*\}\}/g, (gap, name: string) => {
    const value = Array.isArray(values) ? values[Number(name) - 1] : valueNamed(values, name);
    return typeof value === "string" || typeof value === "number" ? String(value) : gap;
  });
}

function valueNamed(values: unknown, name: string): unknown {
  return typeof values === "object" && values !== null && Object.hasOwn(values, name)
    ? Reflect.get(values, name)
    : undefined;
}
