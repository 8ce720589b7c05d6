import type { Args } from "./direct.ts";
import { type Case, refuses as refusesArgs } from "./refuses.ts";

/** Templates made from WhatsApp's library (contract templates.md 8): one violation of each rule. */

const components = [{ type: "BODY", text: "Your order is ready." }];
const valid = { template_name: "ready", language: "en_US", category: "UTILITY", components };
const refuses = (label: string, cases: Case[]) => refusesArgs("create_template", label, valid, cases);

const library = { components: undefined, library_template_name: "delivery_update_1" };
const input = (change: Args) => ({ ...library, library_template_button_inputs: [change] });

refuses("a library template", [
  [{ ...library, library_template_name: "A b" }, "library_template_name: must be 1 to 512 of a-z, 0-9 and _"],
  [{ library_template_name: "a" }, "components: cannot go together with library_template_name"],
  [{ ...library, parameter_format: "NAMED" }, "parameter_format: cannot go together with library_template_name"],
  [{ ...library, category: "MARKETING" }, "category: must be UTILITY for a library template (given MARKETING)"],
  [{ library_template_body_inputs: {} }, "library_template_body_inputs: needs library_template_name"],
  [
    { library_template_button_inputs: [{ type: "MPM" }] },
    "library_template_button_inputs: needs library_template_name",
  ],
  [input({ type: "LINK" }), "library_template_button_inputs[0].type: must be one of URL, PHONE_NUMBER"],
  [input({ type: "URL" }), "library_template_button_inputs[0].url: is needed by type URL"],
  [input({ type: "URL", url: { base_url: "x" } }), "library_template_button_inputs[0].url.base_url: must be an http"],
  [
    { ...library, library_template_body_inputs: { code_expiration_minutes: 91 } },
    "code_expiration_minutes: must be at most 90",
  ],
  [
    { ...library, library_template_body_inputs: { add_link: true } },
    "library_template_body_inputs.add_link: unknown key",
  ],
]);
