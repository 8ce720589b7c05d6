import { isRecord, type JsonRecord } from "./http/json.ts";
import type { Template, TemplateButton, TemplateComponent } from "./template-types.ts";

/**
 * A template whose parts are what their types say: one odd part must not make a page of templates unreadable. What is
 * of another type is left out, and a part without a type with it.
 */
export function withSoundParts(template: Template): Template {
  const { components, quality_score, category, parameter_format } = template;
  return {
    ...template,
    ...(category !== undefined && { category: text(category) }),
    ...(parameter_format !== undefined && { parameter_format: text(parameter_format) }),
    ...(quality_score !== undefined && { quality_score: isRecord(quality_score) ? quality_score : null }),
    ...(components !== undefined && { components: soundComponents(components, 0) }),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Cards hold components, and no cards of their own. */
function soundComponents(value: unknown, depth: number): TemplateComponent[] {
  return records(value).flatMap((part) => {
    const { type, format, text, buttons, cards, limited_time_offer: offer, example } = part;
    if (typeof type !== "string") return [];
    const { add_security_recommendation: advice, code_expiration_minutes: minutes } = part;
    const sound: TemplateComponent = { type, ...texts({ format, text }) };
    if (example !== undefined) sound.example = example;
    if (Array.isArray(buttons)) sound.buttons = records(buttons).flatMap(soundButton);
    if (Array.isArray(cards) && depth === 0) {
      sound.cards = records(cards).map((card) => ({ components: soundComponents(card["components"], 1) }));
    }
    if (isRecord(offer))
      sound.limited_time_offer = { ...flag("has_expiration", offer), ...texts({ text: offer["text"] }) };
    if (typeof advice === "boolean") sound.add_security_recommendation = advice;
    if (typeof minutes === "number") sound.code_expiration_minutes = minutes;
    return [sound];
  });
}

function soundButton(button: JsonRecord): TemplateButton[] {
  const { type, text, url, phone_number, flow_id, otp_type, example } = button;
  if (typeof type !== "string") return [];
  const flow = typeof flow_id === "number" ? { flow_id } : texts({ flow_id });
  return [
    { type, ...texts({ text, url, phone_number, otp_type }), ...flow, ...(example !== undefined && { example }) },
  ];
}

function records(value: unknown): JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function texts<K extends string>(fields: Record<K, unknown>): Partial<Record<K, string>> {
  const sound: Partial<Record<K, string>> = {};
  for (const key in fields) {
    const value = fields[key];
    if (typeof value === "string") sound[key] = value;
  }
  return sound;
}

function flag(name: "has_expiration", fields: JsonRecord): { has_expiration?: boolean } {
  const value = fields[name];
  return typeof value === "boolean" ? { [name]: value } : {};
}
