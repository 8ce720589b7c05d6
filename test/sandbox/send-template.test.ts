import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, openApi, stored } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const to = SANDBOX.openCustomer;
const { media } = SANDBOX;
const long = (length: number) => "á".repeat(length);

describe("templates", () => {
  const template = (name: string, code: string, ...components: object[]) => ({
    type: "template",
    template: { name, language: { code }, ...(components.length > 0 && { components }) },
  });
  const bodyOf = (...texts: string[]) => ({ type: "body", parameters: texts.map((text) => ({ type: "text", text })) });
  const named = (values: Record<string, string>) => ({
    type: "body",
    parameters: Object.entries(values).map(([parameter_name, text]) => ({ type: "text", parameter_name, text })),
  });
  const imageHeader = { type: "header", parameters: [{ type: "image", image: { id: media.png } }] };
  const urlButton = { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "7731" }] };

  test.each([
    [template("hello_world", "en_US"), "Welcome to Aurora. This message shows that your number can send."],
    [
      template("pedido_pronto", "pt_BR", bodyOf("Rafa", "7731")),
      "Olá Rafa, seu pedido 7731 está pronto para retirada na loja.",
    ],
    [
      template("pedido_enviado", "pt_BR", imageHeader, bodyOf("Rafa", "7731"), urlButton),
      "Olá Rafa, o pedido 7731 saiu para entrega hoje.",
    ],
    [
      template("recordatorio_cita", "es", named({ hora: "16:00", nombre: "Tomás" })),
      "Hola Tomás, te esperamos a las 16:00 en la tienda. Responde si necesitas cambiarla.",
    ],
  ])("are accepted outside the window and stored as they read %#", async (message, content) => {
    const reply = await api.send({ to: SANDBOX.closedCustomer, ...message });
    const record = await stored(api, idOf(reply));
    expect(record.template).toEqual(message.template);
    // Live rows render no templates; the list of conversations shows what the customer read.
    expect(record.kapso.content).toBeNull();
    const conversation = (await api.get(`/conversations/${record.kapso.whatsapp_conversation_id}`)).body;
    expect(conversation.kapso.last_message_text).toBe(content);
  });

  test("tell their parameters", async () => {
    const reply = await api.send({ to, ...template("pedido_pronto", "pt_BR", bodyOf("Rafa", "7731")) });
    const data = (await stored(api, idOf(reply))).kapso.message_type_data;
    expect(data).toEqual({ name: "pedido_pronto", language: "pt_BR", params: ["Rafa", "7731"] });
  });

  test.each<[number, number, object]>([
    [404, 132001, template("nothing_here", "en_US")],
    [404, 132001, template("hello_world", "pt_BR")],
    [404, 132001, template("pesquisa_satisfacao", "pt_BR")],
    [404, 132001, template("liquidacao_total", "pt_BR")],
    [400, 132015, template("aviso_atraso", "pt_BR", bodyOf("Rafa"))],
    [400, 132000, template("pedido_pronto", "pt_BR", bodyOf("Rafa"))],
    [400, 132000, template("pedido_pronto", "pt_BR")],
    [400, 132000, template("hello_world", "en_US", bodyOf("Rafa"))],
    [400, 132012, template("pedido_enviado", "pt_BR", bodyOf("Rafa", "7731"), urlButton)],
    [400, 132012, template("recordatorio_cita", "es", named({ nombre: "Tomás", time: "16:00" }))],
    [400, 132012, template("recordatorio_cita", "es", bodyOf("Tomás", "16:00"))],
    [400, 131008, template("pedido_enviado", "pt_BR", imageHeader, bodyOf("Rafa", "7731"))],
    [400, 132018, template("pedido_pronto", "pt_BR", bodyOf("Rafa\nLima", "7731"))],
    [400, 132005, template("pedido_pronto", "pt_BR", bodyOf(long(1000), "7731"))],
    [400, 131009, template("Hello World", "en_US")],
    [400, 131008, { type: "template", template: { name: "hello_world" } }],
    [400, 131008, { type: "template" }],
  ])("are refused with %d %d %#", async (status, code, message) => {
    const reply = await api.send({ to, ...message });
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });

  test("with a code to read do not go to a user id", async () => {
    const message = template("codigo_acesso", "pt_BR", bodyOf("804173"), { ...urlButton, index: 0 });
    const { status, body } = await api.send({ recipient: SANDBOX.userIdCustomer, ...message });
    expect([status, body.error.code]).toEqual([400, 131062]);
    expect((await api.send({ to, ...message })).status).toBe(200);
  });
});
