import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { chars } from "../definition/schemas.ts";
import { webUrl } from "../definition/web-url.ts";
import { supportedApp } from "./definition/buttons.ts";
import type { Category } from "./names.ts";

/** A template made from WhatsApp's library (contract templates.md section 8). */

const buttonInput = z
  .strictObject({
    type: z.enum(["URL", "PHONE_NUMBER", "QUICK_REPLY", "OTP", "MPM", "CATALOG", "FLOW", "VOICE_CALL", "APP"]),
    url: z.strictObject({ base_url: webUrl(2000), url_suffix_example: webUrl(2000).optional() }).optional(),
    phone_number: chars(1, 20).optional(),
    otp_type: z.enum(["COPY_CODE", "ONE_TAP", "ZERO_TAP"]).optional(),
    supported_apps: z.array(supportedApp).min(1).max(5).optional(),
    zero_tap_terms_accepted: z.boolean().optional(),
  })
  .meta({
    description:
      "{type, url {base_url, url_suffix_example}, phone_number, otp_type, supported_apps, zero_tap_terms_accepted}",
    shallow: true,
  });

const bodyInputs = z
  .strictObject({
    add_contact_number: z.boolean().optional(),
    add_learn_more_link: z.boolean().optional(),
    add_security_recommendation: z.boolean().optional(),
    add_track_package_link: z.boolean().optional(),
    code_expiration_minutes: z.int().min(1).max(90).optional(),
  })
  .meta({
    description:
      "{add_contact_number, add_learn_more_link, add_security_recommendation, add_track_package_link, " +
      "code_expiration_minutes}",
    shallow: true,
  });

export const libraryInput = {
  library_template_name: templateOfLibrary().optional().describe("In place of components: a library template."),
  library_template_button_inputs: z.array(buttonInput).min(1).max(10).optional().describe("One per button of it."),
  library_template_body_inputs: bodyInputs.optional(),
};

function templateOfLibrary() {
  return z.string().refine((name) => /^[a-z0-9_]{1,512}$/.test(name), "must be 1 to 512 of a-z, 0-9 and _");
}

interface Library {
  category: Category;
  library_template_name?: string;
  library_template_button_inputs?: readonly z.output<typeof buttonInput>[];
  library_template_body_inputs?: object;
}

/** The one key that a button's type needs, where it needs one. */
const NEEDS = { URL: "url", PHONE_NUMBER: "phone_number", OTP: "otp_type" } as const;

export function libraryFaults(library: Library): Fault[] {
  const { category, library_template_name, library_template_button_inputs = [] } = library;
  if (library_template_name === undefined) {
    const inputs = ["library_template_button_inputs", "library_template_body_inputs"] as const;
    const given = inputs.filter((name) => library[name] !== undefined);
    return given.map((name) => ({ path: [name], message: "needs library_template_name" }));
  }
  const faults: Fault[] = library_template_button_inputs.flatMap((button, i) => {
    const need = Object.entries(NEEDS).find(([type]) => type === button.type)?.[1];
    const path = ["library_template_button_inputs", i, need ?? "type"];
    return need === undefined || button[need] !== undefined
      ? []
      : [{ path, message: `is needed by type ${button.type}` }];
  });
  if (category !== "UTILITY") {
    faults.push({ path: ["category"], message: `must be UTILITY for a library template (given ${category})` });
  }
  return faults;
}
