import { z } from "zod";

/** Name, language and category of a template (contract templates.md sections 1 and 2). */

export const templateName = z
  .string()
  .refine((name) => /^[a-z0-9_]{1,512}$/.test(name), "must be 1 to 512 lower case letters, digits or underscores");

export const languageCode = z
  .string()
  // The web writes `pt-BR`, WhatsApp `pt_BR`.
  .transform((code) =>
    code.trim().replace(/^([A-Za-z]{2,3})-([A-Za-z]{2})$/, (_, of, at) => `${of.toLowerCase()}_${at.toUpperCase()}`),
  )
  .refine(
    (code) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(code),
    "must be a language code such as es, pt_BR or en_US, exactly as approved",
  );

export const category = z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]);
export type Category = z.output<typeof category>;

/** The languages that WhatsApp listed in 2026; it adds to them, so another one is only worth a warning. */
const LANGUAGES = new Set(
  (
    "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE en " +
    "en_GB en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi fr fr_BE " +
    "fr_CA fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml " +
    "mr nb ps_AF fa pl pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_HN es_MX es_PA " +
    "es_PE es_ES es_UY sw sv ta te th tr uk ur uz vi zu"
  ).split(" "),
);

export function languageWarnings(language: string): string[] {
  return LANGUAGES.has(language) ? [] : [`language: ${language} is not in WhatsApp's list of 2026`];
}

/** A name of a variable or parameter: what stands in `{{first_name}}`. */
export const PARAMETER_NAME = /^(?!\d+$)[a-z0-9_]+$/;

export const templateId = z.string().refine((id) => /^\d{5,20}$/.test(id), "must be 5 to 20 digits");

/** Its range depends on the category: `lifetimeFaults`. */
export const sendTtl = z
  .int()
  .min(-1)
  .max(2_592_000)
  .describe("Give up delivery after: AUTHENTICATION 30 to 900, UTILITY 30 to 43200, MARKETING 43200 to 2592000.");
