import { TemplateDefinition } from "@kapso/whatsapp-cloud-api";
import { LIST_FIELDS, TEMPLATE_FIELDS } from "../../src/tools/templates/record.ts";
import { WABA } from "../tools/scripted-stage.ts";
import { type Case, TEMPLATE } from "./case.ts";
import { PAGE } from "./reasons.ts";

const businessAccountId = WABA;
const FIELDS =
  "templates.md 6: quality_score, rejected_reason and others come only on request; the tool shows them, the SDK's list " +
  "cannot ask.";

const READS: Case[] = [
  {
    name: "with every filter",
    tool: "list_templates",
    args: {
      template_name: "promo",
      status: "APPROVED",
      category: "MARKETING",
      language: "pt_BR",
      limit: 5,
      after: "QUFB",
    },
    sdk: (client) =>
      client.templates.list({
        businessAccountId,
        name: "promo",
        status: "APPROVED",
        category: "MARKETING",
        language: "pt_BR",
        limit: 5,
        after: "QUFB",
      }),
    differences: [{ at: "query.fields", ours: LIST_FIELDS, why: FIELDS }],
  },
  {
    name: "bare",
    tool: "list_templates",
    args: {},
    sdk: (client) => client.templates.list({ businessAccountId }),
    differences: [
      { at: "query.fields", ours: LIST_FIELDS, why: FIELDS },
      { at: "query.limit", ours: "20", why: PAGE },
    ],
  },
  {
    name: "one",
    tool: "get_template",
    args: { template_id: TEMPLATE },
    sdk: (client) => client.templates.get({ businessAccountId, templateId: TEMPLATE, fields: TEMPLATE_FIELDS }),
  },
];

const THANKS = { type: "BODY", text: "Gracias por tu pedido." };
const NAMED_BODY = { type: "BODY", text: "Hola {{nombre}}, te esperamos." } as const;
const LINK = { type: "URL", text: "Comprar", url: "https://niebla.example/o?c={{1}}" } as const;
const OTP = { type: "OTP", text: "Copiar", supported_apps: [{ package_name: "a.b", signature_hash: "Q7x/Tz0aLm3" }] };

const CREATES: Case[] = [
  {
    name: "with header, named body, footer and buttons",
    tool: "create_template",
    args: {
      template_name: "cita",
      language: "es",
      category: "UTILITY",
      parameter_format: "NAMED",
      components: [
        { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW1hZ2U"] } },
        { ...NAMED_BODY, example: { body_text_named_params: [{ param_name: "nombre", example: "Tomás" }] } },
        { type: "FOOTER", text: "Niebla" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "Sí" },
            { ...LINK, example: ["https://niebla.example/o?c=1"] },
            { type: "PHONE_NUMBER", text: "Llamar", phone_number: "+56944120087" },
          ],
        },
      ],
    },
    sdk: (client) =>
      client.templates.create({
        businessAccountId,
        ...TemplateDefinition.buildTemplateDefinition({
          name: "cita",
          language: "es",
          category: "UTILITY",
          parameterFormat: "NAMED",
          components: [
            { type: "HEADER", format: "IMAGE", example: { headerHandle: ["4::aW1hZ2U"] } },
            { ...NAMED_BODY, example: { bodyTextNamedParams: [{ paramName: "nombre", example: "Tomás" }] } },
            { type: "FOOTER", text: "Niebla" },
            {
              type: "BUTTONS",
              buttons: [
                { type: "QUICK_REPLY", text: "Sí" },
                { ...LINK, example: ["https://niebla.example/o?c=1"] },
                { type: "PHONE_NUMBER", text: "Llamar", phoneNumber: "+56944120087" },
              ],
            },
          ],
        }),
      }),
  },
  {
    name: "an authentication template",
    tool: "create_template",
    args: {
      template_name: "codigo",
      language: "pt_BR",
      category: "AUTHENTICATION",
      message_send_ttl_seconds: 300,
      components: [
        { type: "BODY", add_security_recommendation: true },
        { type: "FOOTER", code_expiration_minutes: 5 },
        { type: "BUTTONS", buttons: [{ ...OTP, otp_type: "ONE_TAP", autofill_text: "Preencher" }] },
      ],
    },
    sdk: (client) =>
      client.templates.create({
        businessAccountId,
        ...TemplateDefinition.buildTemplateDefinition({
          name: "codigo",
          language: "pt_BR",
          category: "AUTHENTICATION",
          messageSendTtlSeconds: 300,
          components: [
            { type: "BODY", addSecurityRecommendation: true },
            { type: "FOOTER", codeExpirationMinutes: 5 },
            {
              type: "BUTTONS",
              buttons: [
                {
                  type: "OTP",
                  otpType: "ONE_TAP",
                  text: "Copiar",
                  autofillText: "Preencher",
                  supportedApps: [{ packageName: "a.b", signatureHash: "Q7x/Tz0aLm3" }],
                },
              ],
            },
          ],
        }),
      }),
    differences: [
      {
        at: "body.message_send_ttl_seconds",
        ours: 300,
        why: "templates.md 1 and 7: a definition may have a time to live; the SDK's create drops it.",
      },
    ],
  },
  {
    name: "a plain one, where the SDK asks for another category",
    tool: "create_template",
    args: { template_name: "gracias", language: "es", category: "UTILITY", components: [THANKS] },
    sdk: (client) =>
      client.templates.create({
        businessAccountId,
        name: "gracias",
        language: "es",
        category: "UTILITY",
        components: [THANKS],
        allowCategoryChange: true,
      }),
    differences: [
      {
        at: "body.allow_category_change",
        theirs: true,
        why: "templates.md 1: Meta removed allow_category_change in April 2025: do not send.",
      },
    ],
  },
];

const DELETES: Case[] = [
  {
    name: "every language of a name",
    tool: "delete_template",
    args: { template_name: "promo", all_languages: true },
    sdk: (client) => client.templates.delete({ businessAccountId, name: "promo" }),
  },
  {
    name: "one language",
    tool: "delete_template",
    args: { template_name: "promo", template_id: TEMPLATE },
    sdk: (client) => client.templates.delete({ businessAccountId, name: "promo", language: "es" }),
    differences: [
      {
        at: "query.hsm_id",
        ours: TEMPLATE,
        why: "templates.md 6, Delete: name with hsm_id removes one; the client sends both.",
      },
      {
        at: "query.language",
        theirs: "es",
        why: "endpoints.md C4: the delete has name and hsm_id, no language; name alone removes every language.",
      },
    ],
  },
];

export const TEMPLATES: readonly Case[] = [...READS, ...CREATES, ...DELETES];
