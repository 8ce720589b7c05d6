import { z } from "zod";
import { byItself, json, uriOf } from "../resources/resource.ts";
import { examples, templateLanguages } from "../resources/templates.ts";
import { chars } from "../tools/definition/schemas.ts";
import { cleanText } from "../tools/definition/untrusted.ts";
import { category, languageCode } from "../tools/templates/names.ts";
import { definePrompt } from "./prompt.ts";

const EXAMPLES = 3;

export const draftTemplate = definePrompt({
  name: "draft_template",
  title: "Draft a template",
  description: "Write a message template for a goal, in the manner of the account's own, and submit it once approved.",
  tools: ["list_templates", "create_template"],
  scope: "business_account",
  input: z.strictObject({
    goal: chars(1, 1000).describe("What the message is for, and when it is sent."),
    language: languageCode.describe("Such as pt_BR."),
    category: category.describe(`${category.options.join(", ")}.`),
  }),
  candidates: {
    language: templateLanguages,
    category: async () => category.options.map(byItself),
  },
  async write({ goal, language, category }, reading) {
    const rows = await examples(language, EXAMPLES, reading);
    const lines = [
      `Draft a WhatsApp message template: language ${language}, category ${category}. It is for: ${cleanText(goal).text}`,
      rows.length === 0
        ? "The account has no approved template in this language yet."
        : "Approved templates of the account in this language are attached, for their tone.",
      "A name of lower case letters, digits and underscores that says what it is for, and is not taken " +
        "(list_templates with template_name).",
      "Values that change are variables, each with an example; the body neither begins nor ends with one.",
      RULES[category],
      "Show the draft as the customer will see it, with the examples filled in, and wait for approval. Only then call " +
        "create_template: it goes to WhatsApp's review, and can be sent once it is APPROVED.",
    ];
    return [
      { text: lines.join("\n") },
      ...rows.map((row) => ({ uri: uriOf("templates", row.template_name), content: json(row) })),
    ];
  },
});

const RULES: Record<z.output<typeof category>, string> = {
  UTILITY: "UTILITY is about something the customer asked for or bought. Anything that promotes makes it MARKETING.",
  MARKETING: "MARKETING needs the customer's consent. Say how to opt out, and give one thing to do.",
  AUTHENTICATION: "AUTHENTICATION carries a one-time code: WhatsApp words the body, so only its options are ours.",
};
