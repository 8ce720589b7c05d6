import type { TemplateRow } from "../templates/store.ts";

/** Templates of the shop's account; record: templates.md section 6. */

const ACCOUNT = "317745418290563";

type Draft = Pick<TemplateRow, "name" | "language" | "category" | "components"> & Partial<TemplateRow>;

const DRAFTS: Draft[] = [
  {
    name: "pedido_pronto",
    language: "pt_BR",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Olá {{1}}, seu pedido {{2}} está pronto para retirada na loja.",
        example: { body_text: [["Rafa", "7731"]] },
      },
      { type: "FOOTER", text: "Aurora Móveis" },
    ],
  },
  {
    name: "pedido_enviado",
    language: "pt_BR",
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "IMAGE", example: { header_handle: ["https://cdn.aurora.example/h/caixa.png"] } },
      {
        type: "BODY",
        text: "Olá {{1}}, o pedido {{2}} saiu para entrega hoje.",
        example: { body_text: [["Rafa", "7731"]] },
      },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Rastrear",
            url: "https://aurora.example/r/{{1}}",
            example: ["https://aurora.example/r/7731-BR"],
          },
        ],
      },
    ],
  },
  {
    name: "recordatorio_cita",
    language: "es",
    category: "UTILITY",
    parameterFormat: "NAMED",
    components: [
      {
        type: "BODY",
        text: "Hola {{nombre}}, te esperamos a las {{hora}} en la tienda. Responde si necesitas cambiarla.",
        example: {
          body_text_named_params: [
            { param_name: "nombre", example: "Tomás" },
            { param_name: "hora", example: "16:00" },
          ],
        },
      },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Confirmar" },
          { type: "QUICK_REPLY", text: "Cambiar hora" },
        ],
      },
    ],
  },
  {
    name: "hello_world",
    language: "en_US",
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      { type: "BODY", text: "Welcome to Aurora. This message shows that your number can send." },
    ],
  },
  {
    name: "follow_up",
    language: "en_US",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Hi {{1}}, we have news about your request. Reply to this message to continue.",
        example: { body_text: [["Amara"]] },
      },
    ],
  },
  {
    name: "ofertas_novembro",
    language: "pt_BR",
    category: "MARKETING",
    components: [
      {
        type: "BODY",
        text: "Oi {{1}}, em novembro toda a linha de mesas está com 20% de desconto.",
        example: { body_text: [["Rafa"]] },
      },
    ],
  },
  {
    name: "codigo_acesso",
    language: "pt_BR",
    category: "AUTHENTICATION",
    components: [
      { type: "BODY", text: "Seu código de verificação é *{{1}}*.", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 5 },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Copiar código",
            url: "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}",
            example: ["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"],
          },
        ],
      },
    ],
  },
  {
    name: "pesquisa_satisfacao",
    language: "pt_BR",
    category: "UTILITY",
    status: "PENDING",
    components: [{ type: "BODY", text: "Como foi a sua compra? Responda de 1 a 5." }],
  },
  {
    name: "liquidacao_total",
    language: "pt_BR",
    category: "MARKETING",
    status: "REJECTED",
    rejectedReason: "PROMOTIONAL",
    components: [{ type: "BODY", text: "GRÁTIS!!! Só hoje, leve tudo." }],
  },
  {
    name: "aviso_atraso",
    language: "pt_BR",
    category: "UTILITY",
    status: "PAUSED",
    components: [
      { type: "BODY", text: "Olá {{1}}, sua entrega vai atrasar um dia.", example: { body_text: [["Rafa"]] } },
    ],
  },
];

const FIRST_TEMPLATE_ID = 731_904_228_816_501;

export const TEMPLATES: readonly TemplateRow[] = DRAFTS.map((draft, index) => ({
  id: String(FIRST_TEMPLATE_ID + index),
  businessAccountId: ACCOUNT,
  status: "APPROVED",
  subCategory: "CUSTOM",
  parameterFormat: "POSITIONAL",
  rejectedReason: "NONE",
  libraryName: null,
  approvedAt: 0,
  edits: [],
  reviews: 0,
  ...draft,
}));
