import { beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { failure, NUMBER, useStage } from "./stage.ts";

/** Kapso's SDK manages templates, flows, the number and calls. */

const stage = useStage();
const businessAccountId = SANDBOX.businessAccountId;
const phoneNumberId = NUMBER;

describe("templates", () => {
  const definition = {
    businessAccountId,
    name: "recordatorio_cita_2",
    language: "es",
    category: "UTILITY" as const,
    components: [{ type: "BODY", text: "Hola, te esperamos mañana en la tienda." }],
  };

  test("are created, listed, read and deleted", async () => {
    const { templates } = stage.client;
    const created = await templates.create(definition);
    expect(created).toMatchObject({ status: "PENDING", category: "UTILITY" });
    stage.sandbox.advance(60);
    const { data } = await templates.list({ businessAccountId, name: definition.name, status: "APPROVED" });
    expect(data).toHaveLength(1);
    expect(await templates.get({ businessAccountId, templateId: created.id })).toMatchObject({ name: definition.name });
    expect(await templates.delete({ businessAccountId, name: definition.name })).toEqual({ success: true });
    expect((await templates.list({ businessAccountId, name: definition.name })).data).toEqual([]);
  });

  test("that exist are refused with words for a person", async () => {
    const { templates } = stage.client;
    await templates.create(definition);
    expect(await failure(templates.create(definition))).toMatchObject({ httpStatus: 400, code: 100 });
  });
});

describe("flows", () => {
  const json = {
    version: "7.3",
    screens: [
      {
        id: "START",
        terminal: true,
        layout: {
          type: "SingleColumnLayout",
          children: [{ type: "Footer", label: "Done", onClickAction: { name: "complete", payload: {} } }],
        },
      },
    ],
  };

  test("are created, changed, published, shown and deprecated", async () => {
    const { flows } = stage.client;
    const { id, validationErrors } = await flows.create({
      wabaId: businessAccountId,
      name: "Survey",
      categories: ["SURVEY"],
      flowJson: json,
    });
    expect(validationErrors ?? []).toEqual([]);
    const own = { flowId: id, phoneNumberId };
    expect(await flows.updateAsset({ ...own, json })).toMatchObject({ success: true });
    expect(await flows.publish(own)).toEqual({ success: true });
    expect((await flows.preview(own)).preview).toBeDefined();
    expect(await flows.deprecate(own)).toEqual({ success: true });
  });

  test("are deployed", async () => {
    const result = await stage.client.flows.deploy(json, { name: "Deployed", wabaId: businessAccountId });
    expect(result.flowId).toMatch(/^\d+$/);
  });
});

describe("the number", () => {
  test("has settings", async () => {
    const { settings } = stage.client.phoneNumbers;
    expect(await settings.get({ phoneNumberId, includeSipCredentials: true })).toHaveProperty("calling");
    const calling = { callIconVisibility: "DISABLE_ALL" };
    expect(await settings.update({ phoneNumberId, calling })).toEqual({ success: true });
  });

  test("has a profile", async () => {
    const { businessProfile } = stage.client.phoneNumbers;
    expect(await businessProfile.update({ phoneNumberId, about: "Móveis sob medida" })).toEqual({ success: true });
    const { data } = await businessProfile.get({ phoneNumberId, fields: "about" });
    expect(data[0]).toMatchObject({ about: "Móveis sob medida" });
  });

  test("is given up, verified and registered", async () => {
    const { phoneNumbers } = stage.client;
    expect(await phoneNumbers.deregister({ phoneNumberId })).toEqual({ success: true });
    await phoneNumbers.requestCode({ phoneNumberId, codeMethod: "SMS", language: "pt_BR" });
    await phoneNumbers.verifyCode({ phoneNumberId, code: SANDBOX.verificationCode });
    expect(await failure(phoneNumbers.register({ phoneNumberId, pin: "000000" }))).toMatchObject({ code: 133005 });
    stage.sandbox.advance(5);
    expect(await phoneNumbers.register({ phoneNumberId, pin: SANDBOX.pin })).toEqual({ success: true });
  });
});

describe("calls", () => {
  const sdp = "v=0\r\no=- 3920 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  let callId = "";
  beforeEach(async () => {
    const answer = await stage.control("inbound", { from: SANDBOX.openCustomer, call: { status: "ringing" } });
    callId = String(Object(answer).call_id);
  });

  test("are made and ended", async () => {
    const { calls } = stage.client;
    const session = { sdpType: "offer", sdp };
    const started = await calls.connect({ phoneNumberId, to: SANDBOX.callCustomer, session });
    const id = started.calls?.[0]?.id ?? "";
    expect(await calls.terminate({ phoneNumberId, callId: id })).toMatchObject({ success: true });
  });

  test("of customers are accepted or rejected", async () => {
    const { calls } = stage.client;
    const session = { sdpType: "answer", sdp };
    expect(await calls.preAccept({ phoneNumberId, callId, session })).toMatchObject({ success: true });
    expect(await calls.accept({ phoneNumberId, callId, session })).toMatchObject({ success: true });
    expect(await failure(calls.reject({ phoneNumberId, callId }))).toMatchObject({ code: 100 });
  });

  test("need a permission", async () => {
    const userWaId = SANDBOX.callCustomer.slice(1);
    const { permission } = await stage.client.calls.permissions.get({ phoneNumberId, userWaId });
    expect(permission).toMatchObject({ status: "temporary" });
  });
});
