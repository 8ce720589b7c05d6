import { describe, expect, test } from "vitest";
import { accepted } from "../kapso/scripted-server.ts";
import { ORDER } from "./contract/interactive-args.ts";
import { type Args, contractExamples, NOW, run } from "./direct.ts";
import { refuses, x } from "./refuses.ts";

/** Template messages: the examples of contract messages.md 8.5 as they are sent, and one violation of each limit. */

const TOOL = "send_template_message";
const BR = "+5511987650042";
const template = { to: BR, template_name: "promo", language: "es" };
const contract = contractExamples("template-messages");

const sent = async (args: Args) => {
  const { asked, data } = await run(TOOL, args, [accepted()]);
  return { body: asked[0]?.body, warnings: data.warnings };
};
const components = async (args: Args) => (await sent({ ...template, ...args })).body.template.components;

describe("whole messages are sent as the contract has them", () => {
  const examples: [string, Args][] = [
    [
      "positional",
      {
        to: BR,
        template_name: "pedido_enviado",
        language: "pt_BR",
        header: { type: "image", media_id: "1290447715880316" },
        body: [{ text: "Rafa" }, { text: "7731" }],
        buttons: [{ index: 0, sub_type: "url", text: "7731-BR" }],
      },
    ],
    [
      "named",
      {
        to: "+56944120087",
        template_name: "recordatorio_cita",
        language: "es",
        body: [
          { parameter_name: "nombre", text: "Tomás" },
          { parameter_name: "hora", text: "16:00" },
        ],
      },
    ],
    [
      "authentication",
      {
        to: BR,
        template_name: "codigo_acesso",
        language: "pt_BR",
        body: [{ text: "804173" }],
        buttons: [{ index: 0, sub_type: "url", text: "804173" }],
      },
    ],
  ];
  test.each(examples)("%s", async (name, args) => {
    const { body, warnings } = await sent(args);
    expect(body).toEqual({ recipient_type: "individual", ...(contract[name] as Args) });
    expect(warnings).toBeUndefined();
  });
});

describe("components are sent as the contract has them", () => {
  test("currency and date", async () => {
    const body = [
      { currency: { fallback_value: "R$ 249,00", code: "BRL", amount_1000: 249000 } },
      { date_time: { fallback_value: "27 de novembro de 2026" } },
    ];
    expect(await components({ body })).toEqual([contract["currency_and_date"]]);
  });

  test("a limited-time offer: body, offer, code, link", async () => {
    const args = {
      body: [{ text: "Tomás" }],
      offer_expires_at: new Date(1795564800000).toISOString(),
      buttons: [
        { index: 0, sub_type: "copy_code", coupon_code: "NIEBLA15" },
        { index: 1, sub_type: "url", text: "NIEBLA15" },
      ],
    };
    expect(await components(args)).toEqual(contract["limited_time_offer"]);
  });

  test("a carousel", async () => {
    const card = (media_id: string, payload: string, text: string) => ({
      header: { type: "image", media_id },
      buttons: [
        { index: 0, sub_type: "quick_reply", payload },
        { index: 1, sub_type: "url", text },
      ],
    });
    const cards = [card("1290447715880331", "more:chairs", "cadeira"), card("1290447715880332", "more:tables", "mesa")];
    expect(await components({ body: [{ text: "Rafa" }], cards })).toEqual(contract["carousel"]);
  });

  const product_items = [{ product_retailer_id: "MAPA-RM-01" }];
  const buttons: Args[] = [
    { index: 0, sub_type: "quick_reply", payload: "optout:news" },
    { index: 1, sub_type: "copy_code", coupon_code: "NIEBLA15" },
    { index: 0, sub_type: "flow", flow_token: "fb-9920", flow_action_data: { order: "2204" } },
    { index: 0, sub_type: "catalog", thumbnail_product_retailer_id: "ATLAS-2026-ES" },
    {
      index: 0,
      sub_type: "mpm",
      thumbnail_product_retailer_id: "MAPA-RM-01",
      sections: [{ title: "Mapas", product_items }],
    },
    { index: 0, sub_type: "voice_call", ttl_minutes: 720, payload: "ticket-3307" },
  ];
  test.each(buttons.map((button, i) => [button["sub_type"], button, i] as const))("button %s", async (_, button, i) => {
    expect(await components({ buttons: [button] })).toEqual([(contract["buttons"] as Args[])[i]]);
  });

  /** These have no example in the contract: their shapes are those of its tables 8.1 to 8.4. */
  const place = { latitude: -33.4, longitude: -70.6, name: "Shop", address: "Street 1" };
  const link = "https://cdn.example/a.pdf";
  const product = { product_retailer_id: "A", catalog_id: "1" };
  const status = { reference_id: "ped-1", order: { status: "shipped", description: "On its way" } };
  const single = (type: string, content: unknown) => ({ type, parameters: [{ type, [type]: content }] });
  const header = (type: string, content: unknown) => ({ type: "header", parameters: [{ type, [type]: content }] });
  const others: [string, Args, object][] = [
    ["text header", { header: { type: "text", text: "A" } }, header("text", "A")],
    [
      "document header",
      { header: { type: "document", link, filename: "a.pdf" } },
      header("document", { link, filename: "a.pdf" }),
    ],
    ["video header", { header: { type: "video", link } }, header("video", { link })],
    ["location header", { header: { type: "location", ...place } }, header("location", place)],
    ["product header", { header: { type: "product", ...product } }, header("product", product)],
    [
      "group invite",
      { body: [{ group_id: "R3JvdXA=" }] },
      { type: "body", parameters: [{ type: "group_id", group_id: "R3JvdXA=" }] },
    ],
    ["order status", { order_status: status }, single("order_status", status)],
    [
      "tap target",
      { tap_target: { url: "https://a.example", title: "Open" } },
      single("tap_target_configuration", [{ url: "https://a.example", title: "Open" }]),
    ],
    [
      "order button",
      { buttons: [{ index: 0, sub_type: "order_details", order_details: ORDER }] },
      {
        type: "button",
        sub_type: "order_details",
        index: 0,
        parameters: [{ type: "action", action: { order_details: ORDER } }],
      },
    ],
    [
      "flow button with defaults",
      { buttons: [{ index: 2, sub_type: "flow" }] },
      { type: "button", sub_type: "flow", index: 2, parameters: [{ type: "action", action: {} }] },
    ],
  ];
  test.each(others)("%s", async (_, args, component) => {
    expect(await components(args)).toEqual([component]);
  });

  test("a named header has its name beside the text", async () => {
    expect(await components({ header: { type: "text", text: "26", parameter_name: "fecha" } })).toEqual([
      { type: "header", parameters: [{ type: "text", text: "26", parameter_name: "fecha" }] },
    ]);
  });

  test("a product carousel", async () => {
    const cards = [{ header: { type: "product", ...product } }, { header: { type: "product", ...product } }];
    const parameters = [{ type: "product", product }];
    expect(await components({ cards })).toEqual([
      {
        type: "carousel",
        cards: [0, 1].map((card_index) => ({ card_index, components: [{ type: "header", parameters }] })),
      },
    ]);
  });

  test("a template without variables has no components", async () => {
    expect((await sent(template)).body.template).toEqual({ name: "promo", language: { code: "es" } });
  });

  test("a group gets a template of text and media", async () => {
    const { body } = await sent({ ...template, to: undefined, group_id: "R3JvdXA=", body: [{ text: "a" }] });
    expect(body).toMatchObject({ recipient_type: "group", to: "R3JvdXA=" });
  });
});

describe("what only the clock can tell", () => {
  const offer = (ms: number) => ({ ...template, offer_expires_at: new Date(NOW + ms).toISOString() });

  test("an offer that is over is refused before any request", async () => {
    const { asked, error } = await run(TOOL, offer(0), [accepted()]);
    expect(error?.message).toContain("offer_expires_at: must be in the future: after 2026-11-22T12:00:00Z");
    expect(asked).toEqual([]);
  });

  test("an offer that ends in an instant is sent", async () => {
    expect((await run(TOOL, offer(1), [accepted()])).asked).toHaveLength(1);
  });
});

test.each([
  [{ language: "xx" }, "language: xx is not in WhatsApp's list"],
  [{ body: [{ text: "a\nb" }] }, "body[0].text: WhatsApp may refuse line breaks"],
  [{ body: [{ text: `a${" ".repeat(5)}b` }] }, "body[0].text: WhatsApp may refuse line breaks, tabs or more than 4"],
  [{ buttons: [{ index: 0, sub_type: "copy_code", coupon_code: x(16) }] }, "buttons[0].coupon_code: over 15"],
  [{ buttons: [{ index: 0, sub_type: "quick_reply", payload: x(129) }] }, "buttons[0].payload: over 128"],
])("%j is sent with a warning", async (args, warning) => {
  expect((await sent({ ...template, ...args })).warnings).toEqual([expect.stringContaining(warning)]);
});

refuses(TOOL, "a template", template, [
  [{ template_name: "Promo" }, "template_name: must be 1 to 512 lower case letters, digits or underscores"],
  [{ template_name: "🎉" }, "template_name: must be 1 to 512 lower case letters"],
  [{ template_name: x(513) }, "template_name: must be 1 to 512 lower case letters"],
  [{ template_name: undefined }, "template_name: must be a string (missing)"],
  [{ language: "pt-BRA" }, "language: must be a language code such as es, pt_BR or en_US"],
  [{ language: "portuguese" }, "language: must be a language code"],
  [{ to: undefined }, "to: give exactly one of to, recipient, group_id"],
  [{ components: [] }, "components: unknown argument. Valid arguments: to, recipient, group_id, template_name"],
  [{ biz_opaque_callback_data: x(513) }, "biz_opaque_callback_data: must have 1 to 512 characters"],
  [{ offer_expires_at: "tomorrow" }, "offer_expires_at: must be an ISO 8601 time with a zone"],
  [
    { order_status: { reference_id: "a", order: { status: "lost" } } },
    "order_status.order.status: must be one of pending",
  ],
  [
    { order_status: { reference_id: "a b", order: { status: "shipped" } } },
    "order_status.reference_id: must be 1 to 60",
  ],
  [{ tap_target: { url: "x", title: "a" } }, "tap_target.url: must be an http:// or https:// URL"],
  [{ tap_target: { url: "https://a.example" } }, "tap_target.title: must be a string (missing)"],
]);

const group = { to: undefined, group_id: "R3JvdXA=" };
const place = { type: "location", latitude: 0, longitude: 0, name: "a", address: "b" };
refuses(TOOL, "a group", { ...template, ...group }, [
  [{ buttons: [{ index: 0, sub_type: "url", text: "a" }] }, "buttons: cannot be sent to a group"],
  [{ header: place }, "header.type: cannot be sent to a group"],
  [{ offer_expires_at: "2027-01-01T00:00:00Z" }, "offer_expires_at: cannot be sent to a group"],
  [{ order_status: { reference_id: "a", order: { status: "shipped" } } }, "order_status: cannot be sent to a group"],
  [{ tap_target: { url: "https://a.example", title: "a" } }, "tap_target: cannot be sent to a group"],
]);
