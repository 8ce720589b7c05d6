import { isObject, parseJson } from "../http/json.ts";
import type { Definition } from "./definition.ts";
import { templateFault } from "./fault.ts";
import type { TemplateButton, TemplateComponent } from "./shape.ts";

/** What Meta offers ready-made (templates.md section 8). The sandbox has one with a button and one without. */
const LIBRARY: Partial<Record<string, TemplateComponent[]>> = {
  delivery_update_1: [
    {
      type: "BODY",
      text: "Hello {{1}}, your order {{2}} is on its way. Use the button below to follow it.",
      example: { body_text: [["Amara", "7731"]] },
    },
    { type: "BUTTONS", buttons: [{ type: "URL", text: "Track order", url: "" }] },
  ],
  order_confirmation_1: [
    {
      type: "BODY",
      text: "Hello {{1}}, thank you for your order {{2}}. We will write to you when it ships.",
      example: { body_text: [["Amara", "7731"]] },
    },
  ],
};

/** The components of a library template, its buttons filled from the inputs. */
export function libraryComponents(definition: Definition): TemplateComponent[] {
  const name = definition.library_template_name ?? "";
  const known = LIBRARY[name];
  if (known === undefined) {
    const offered = Object.keys(LIBRARY).join(", ");
    throw templateFault("Unknown library template", `There is no ${name}. The sandbox's library has: ${offered}.`);
  }
  if (definition.category !== "UTILITY") {
    throw templateFault("Invalid category", "A template from the library needs the category UTILITY.");
  }
  if (definition.components !== undefined) {
    throw templateFault("Invalid parameter", "Param components is left out with library_template_name.");
  }
  const given = definition.library_template_button_inputs;
  const inputs = typeof given === "string" ? parseJson(given) : given;
  return known.map((component) => {
    if (component.buttons === undefined) return component;
    return { ...component, buttons: component.buttons.map((button, index) => filled(button, inputs, index)) };
  });
}

function filled(button: TemplateButton, inputs: unknown, index: number): TemplateButton {
  const input: unknown = Array.isArray(inputs) ? inputs[index] : undefined;
  const url = isObject(input) && isObject(input["url"]) ? input["url"] : {};
  const { base_url, url_suffix_example } = url;
  if (typeof base_url !== "string" || !/^https?:\/\//.test(base_url)) {
    const message = `library_template_button_inputs[${index}] needs {type: "URL", url: {base_url}}.`;
    throw templateFault("Missing button input", message);
  }
  if (base_url.includes("{{") && typeof url_suffix_example !== "string") {
    throw templateFault("Missing sample", `library_template_button_inputs[${index}] needs url.url_suffix_example.`);
  }
  return { ...button, url: base_url, ...(typeof url_suffix_example === "string" && { example: [url_suffix_example] }) };
}
