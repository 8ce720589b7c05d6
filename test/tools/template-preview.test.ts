import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { json } from "../kapso/scripted-server.ts";
import { ACCOUNT, type Args, contractExamples, faultsOf, run } from "./direct.ts";
import { refuses, x } from "./refuses.ts";

/** preview_template, through a client and the sandbox; what it asks of the API; what it refuses. */

const TOOL = "preview_template";
const { templates, media } = SANDBOX;
const of = ({ name, language }: { name: string; language: string }) => ({ template_name: name, language });

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());

describe("through a client", () => {
  test("with every value it is ready, and the send with the same arguments is taken", async () => {
    const args = {
      ...of(templates.imageHeader),
      header: { type: "image", media_id: media.png },
      body: [{ text: "Amara" }, { text: "88" }],
      buttons: [{ index: 0, sub_type: "url", text: "88-BR" }],
    };
    const { data } = await shift.call(TOOL, args);
    expect(data).toEqual({
      template_id: expect.stringMatching(/^\d+$/),
      template_name: "pedido_enviado",
      language: "pt_BR",
      status: "APPROVED",
      category: "UTILITY",
      message: {
        header: { format: "IMAGE", media_id: media.png },
        body: "Olá Amara, o pedido 88 saiu para entrega hoje.",
        buttons: [{ index: 0, type: "URL", text: "Rastrear", url: "https://aurora.example/r/88-BR" }],
      },
      to_fill: {
        header: { type: "image", media_id: "{{media_id}}" },
        body: [{ text: "{{1}}" }, { text: "{{2}}" }],
        buttons: [{ index: 0, sub_type: "url", text: "{{end of the URL}}" }],
      },
      ready: true,
    });
    const sent = await shift.call("send_template_message", { to: SANDBOX.closedCustomer, ...args });
    expect(sent.isError, sent.text).toBe(false);
  });

  test("without values it shows the examples, and what is to be given", async () => {
    const { data } = await shift.call(TOOL, of(templates.imageHeader));
    expect(data).toMatchObject({
      message: { header: { format: "IMAGE" }, body: "Olá Rafa, o pedido 7731 saiu para entrega hoje." },
      from_examples: ["body {{1}}", "body {{2}}", "buttons[0]"],
      left_open: ["header"],
      problems: [
        expect.stringContaining("header: is needed"),
        expect.stringContaining("body: must have 2 values"),
        expect.stringContaining("buttons: needs"),
      ],
      ready: false,
    });
  });

  test("a template that needs nothing is ready as it is", async () => {
    const { data } = await shift.call(TOOL, of(templates.withoutParameters));
    expect(data).toMatchObject({ message: { header: { text: "Hello World" } }, ready: true });
    for (const absent of ["problems", "to_fill", "from_examples", "left_open"]) expect(data).not.toHaveProperty(absent);
  });

  test("a paused one is shown, and is not ready", async () => {
    const args = { template_name: "aviso_atraso", language: "pt_BR", body: [{ text: "Rafa" }] };
    const { data } = await shift.call(TOOL, args);
    expect(data).toMatchObject({ message: { body: "Olá Rafa, sua entrega vai atrasar um dia." }, ready: false });
    expect(data.problems).toEqual([expect.stringContaining("which is PAUSED")]);
  });

  test("in another language: the languages that there are", async () => {
    const { isError, text } = await shift.call(TOOL, { ...of(templates.oneParameter), language: "pt_BR" });
    expect(isError).toBe(true);
    expect(text).toContain("language: must be one that the template has: en_US (given pt_BR)");
    expect(text).toContain("list_templates");
  });

  test("of an unknown name: the nearest names", async () => {
    const { isError, text } = await shift.call(TOOL, { template_name: "pedido_enviada", language: "pt_BR" });
    expect(isError).toBe(true);
    expect(text).toContain("the nearest are pedido_enviado (pt_BR), pedido_pronto (pt_BR)");
  });

  test("nothing is sent and nothing is written", () => {
    const writes = shift.sandbox.requests().filter(({ method }) => method !== "GET");
    expect(writes.map(({ path }) => path)).toEqual([expect.stringMatching(/\/messages$/)]);
  });
});

const record = contractExamples("templates")["record"] as Args;
const values = [
  { text: "Amara", parameter_name: "nombre" },
  { text: "9:00", parameter_name: "hora" },
];
const cita = { template_name: "recordatorio_cita", language: "es", body: values };
const page = (...data: Args[]) => json(200, { data });

describe("of the API", () => {
  const query = {
    limit: "100",
    fields: expect.stringMatching(/^id,name,language,status,.*parameter_format,components,/),
  };

  test("one page of the name is asked for", async () => {
    const { asked, data } = await run(TOOL, cita, [page({ ...record, language: "pt_BR" }, record)]);
    const path = `/${ACCOUNT}/message_templates`;
    expect(asked).toEqual([{ method: "GET", path, query: { ...query, name: "recordatorio_cita" }, body: undefined }]);
    expect(data).toMatchObject({ language: "es", ready: true });
  });

  test("all of them are, only where the name is unknown", async () => {
    const { asked, error } = await run(TOOL, cita, [
      page({ ...record, name: "recordatorio_cita_2" }),
      page(record, record),
    ]);
    expect(asked.map((each) => each.query)).toEqual([{ ...query, name: "recordatorio_cita" }, query]);
    expect(error).toBeUndefined();
  });
});

test("an offer that is over is a problem", async () => {
  const template = { ...record, ...(contractExamples("templates")["oferta_relampago"] as Args) };
  const args = {
    template_name: "oferta_relampago",
    language: "es",
    body: [{ text: "Tomás" }],
    buttons: [
      { index: 0, sub_type: "copy_code", coupon_code: "A15" },
      { index: 1, sub_type: "url", text: "A15" },
    ],
  };
  const until = async (offer_expires_at: string) =>
    (await run(TOOL, { ...args, offer_expires_at }, [page(template)])).data;
  const over = await until("2020-01-01T00:00:00Z");
  expect(over).toMatchObject({ ready: false, problems: [expect.stringContaining("must be in the future")] });
  expect(await until("2100-01-01T00:00:00Z")).toMatchObject({ ready: true });
});

test("what may be refused is a warning", async () => {
  const long = [{ text: x(1000), parameter_name: "nombre" }, values[1]];
  const broken = [{ text: "a\nb", parameter_name: "nombre" }, values[1]];
  const warnings = async (body: unknown) => (await run(TOOL, { ...cita, body }, [page(record)])).data.warnings;
  expect(await warnings(long)).toEqual([
    expect.stringMatching(/^body: over 1024 characters may be refused \(10\d\d with/),
  ]);
  expect(await warnings(broken)).toEqual([expect.stringContaining("body[0].text: WhatsApp may refuse line breaks")]);
  expect(await warnings(values)).toBeUndefined();
});

refuses(TOOL, "what a send refuses", cita, [
  [{ template_name: "Promo" }, "template_name: must be 1 to 512 lower case letters"],
  [{ to: "+5511987650042" }, "to: unknown argument. Valid arguments: template_name, language, header"],
  [{ header: { type: "gif" } }, "header.type: must be one of text, image, video"],
  [{ header: { type: "image" } }, "header.media_id: give exactly one of media_id and link"],
  [{ body: [] }, "body: must have at least 1 items"],
  [{ body: [{ text: "{{1}}", parameter_name: "a" }] }, "body[0].text: must be the value itself"],
  [{ body: [{ value: "a" }] }, "body[0].value: unknown key", "body[0]: give exactly one of text"],
  [{ buttons: [{ index: 10, sub_type: "url", text: "a" }] }, "buttons[0].index: must be at most 9"],
  [{ cards: [{ header: { type: "image", link: "https://a.example" } }] }, "cards: must have at least 2 items"],
  [{ offer_expires_at: "soon" }, "offer_expires_at: must be an ISO 8601 time"],
  [{ order_status: { reference_id: "a" } }, "order_status.order: must be an object (missing)"],
  [{ tap_target: { url: "x", title: "a" } }, "tap_target.url: must be an http:// or https:// URL"],
]);

test("it refuses the same as a send, in the same words", () => {
  const wrong = { body: [{ text: "", parameter_name: "1" }], buttons: [{ index: 0, sub_type: "url" }] };
  const to = "+5511987650042";
  expect(faultsOf(TOOL, { ...cita, ...wrong })).toEqual(faultsOf("send_template_message", { to, ...cita, ...wrong }));
});
