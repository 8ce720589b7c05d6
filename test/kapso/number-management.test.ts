import { expect, test } from "vitest";
import { connect, json, PHONE, reset, serve } from "./scripted-server.ts";

const ok = json(200, { success: true });

test("settings go up with exactly one feature", async () => {
  const server = await serve(ok);
  const { numberSettings } = connect(server).kapso;
  await expect(numberSettings.update(PHONE, {})).rejects.toMatchObject({ kind: "invalid_request", field: "calling" });
  const two = { calling: { status: "ENABLED" }, fallback_language: "es" };
  await expect(numberSettings.update(PHONE, two)).rejects.toMatchObject({ field: "calling" });
  expect(server.requests).toHaveLength(0);
  await expect(numberSettings.update(PHONE, { fallback_language: "es" })).resolves.toEqual({ success: true });
});

test("an empty profile goes nowhere", async () => {
  const server = await serve();
  await expect(connect(server).kapso.profiles.update(PHONE, {})).rejects.toMatchObject({ field: "about" });
  expect(server.requests).toHaveLength(0);
});

test("a PIN stands in no error, nor in what an error keeps of the answer", async () => {
  const said = "PIN 480215 is wrong";
  const server = await serve(
    json(400, { error: { code: 133005, message: said, type: "X", error_data: { details: said } } }),
  );
  const error = await connect(server)
    .kapso.registration.register(PHONE, { pin: "480215" })
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 133005, title: "PIN [hidden] is wrong", details: "PIN [hidden] is wrong" });
  expect(`${error} ${JSON.stringify(error)} ${(error as { raw: string }).raw}`).not.toContain("480215");
});

test.each([
  ["a code request", (kapso: Client) => kapso.registration.requestCode(PHONE, { code_method: "SMS", language: "es" })],
  ["a registration", (kapso: Client) => kapso.registration.register(PHONE, { pin: "480215" })],
  ["a deregistration", (kapso: Client) => kapso.registration.deregister(PHONE)],
  ["a change of thread", (kapso: Client) => kapso.threads.control(PHONE, { action: "take", to: "+5511987650042" })],
  ["a dataset", (kapso: Client) => kapso.datasets.create("317745418290563", {})],
  ["a report of events", (kapso: Client) => kapso.datasets.report("5520017788341", { data: [{}] })],
  ["a free write", (kapso: Client) => kapso.graph.post({ path: "/1/message_qrdls", body: {} })],
])("%s whose answer is lost is unknown, and not repeated", async (_, call) => {
  const server = await serve(reset, ok);
  await expect(call(connect(server).kapso)).rejects.toMatchObject({ kind: "unknown_outcome" });
  expect(server.requests).toHaveLength(1);
});
type Client = ReturnType<typeof connect>["kapso"];

test.each(["", "..", "/a/../b", "a%2Fb", "https://evil.example", "a//b", "v24.0/1", "a?b=c"])(
  "a free path %j is refused before any request",
  async (path) => {
    const server = await serve();
    const { graph } = connect(server).kapso;
    await expect(graph.get({ path })).rejects.toMatchObject({ kind: "invalid_request", field: "path" });
    await expect(graph.delete({ path })).rejects.toMatchObject({ kind: "invalid_request", field: "path" });
    expect(server.requests).toHaveLength(0);
  },
);

test("a free path stands in no event", async () => {
  const server = await serve(json(200, []));
  const { kapso, events } = connect(server);
  expect(await kapso.graph.get({ path: "/418290563317745/message_qrdls/ABC" })).toEqual({ body: [] });
  expect(events[0]?.path).toBe("{graph path}");
});

test("marketing sends wait for other sends to the same person", async () => {
  const sent = json(200, { messages: [{ id: "wamid.1" }] });
  const server = await serve(sent, sent);
  const { kapso, sleeps } = connect(server, { sendSpacingMs: 1_200 });
  const body = { messaging_product: "whatsapp", to: "+5511987650042", type: "template", template: {} } as const;
  await Promise.all([
    kapso.messages.send(PHONE, body),
    kapso.marketing.send(PHONE, { ...body, recipient_type: "individual" }),
  ]);
  expect(server.requests.map(({ url }) => url.split("/").at(-1))).toEqual(["messages", "marketing_messages"]);
  expect(sleeps).toHaveLength(1);
});
