import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, openApi, type Reply } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi({ seed: "empty" });
});
afterEach(() => api.sandbox.close());

const ACCOUNT = `/${SANDBOX.businessAccountId}`;
const PATH = `${ACCOUNT}/message_templates`;
const DAY = 24 * 3600;

const bodyOf = (text: string) => ({ type: "BODY", text });
const simple = (name: string, more: object = {}) => ({
  name,
  language: "en_US",
  category: "UTILITY",
  components: [bodyOf(`This is what the template ${name} says.`)],
  ...more,
});
const create = (definition: object) => api.call("POST", PATH, { body: definition });
const record = async (id: string, fields = "status,rejected_reason,category,components,previous_category") =>
  (await api.get(`${PATH}/${id}?fields=${fields}`)).body;
const approved = async (name: string, more: object = {}): Promise<string> => {
  const { body } = await create(simple(name, more));
  api.sandbox.advance(60);
  return body.id;
};
const edit = (id: string, change: object) => api.call("POST", `${PATH}?hsm_id=${id}`, { body: change });
const remove = (query: string) => api.call("DELETE", `${PATH}?${query}`);
const refusal = ({ status, body }: Reply) => [status, body.error.code, body.error.error_user_title];

describe("the review", () => {
  test("takes a minute, and approves what breaks no rule", async () => {
    const { body } = await create(simple("news"));
    expect(body).toEqual({ id: expect.any(String), status: "PENDING", category: "UTILITY" });
    api.sandbox.advance(59);
    expect((await record(body.id)).status).toBe("PENDING");
    api.sandbox.advance(1);
    expect(await record(body.id)).toMatchObject({ status: "APPROVED", rejected_reason: "NONE" });
  });

  test("rejects a body and footer that another template has", async () => {
    const components = [bodyOf("Twice the same words.")];
    await approved("one", { components });
    expect(await record(await approved("two", { components }))).toMatchObject({
      status: "REJECTED",
      rejected_reason: "INVALID_FORMAT",
    });
    expect((await record(await approved("one", { components, language: "en_GB" }))).status).toBe("APPROVED");
  });

  test.each(SANDBOX.magicTemplates.filter(({ name }) => name.startsWith("sandbox_rejected_")))(
    "always rejects $name",
    async ({ name }) => {
      const reason = name.slice("sandbox_rejected_".length).toUpperCase();
      expect(await record(await approved(name))).toMatchObject({ status: "REJECTED", rejected_reason: reason });
    },
  );

  test("never decides sandbox_pending", async () => {
    const id = await approved("sandbox_pending");
    api.sandbox.advance(30 * DAY);
    expect((await record(id)).status).toBe("PENDING");
  });

  test.each([
    ["sandbox_paused", "PAUSED", 132015],
    ["sandbox_disabled", "DISABLED", 132016],
  ])("approves %s, which a minute later is %s", async (name, status, code) => {
    const id = await approved(name);
    const send = () =>
      api.send({ to: SANDBOX.unknownCustomer, type: "template", template: { name, language: { code: "en_US" } } });
    expect((await send()).status).toBe(200);
    api.sandbox.advance(60);
    expect((await record(id)).status).toBe(status);
    expect((await send()).body.error.code).toBe(code);
  });

  test("moves sandbox_recategorized to another category", async () => {
    const { body } = await create(simple("sandbox_recategorized"));
    expect(body.category).toBe("MARKETING");
    expect((await api.get(`${PATH}/${body.id}`)).body).toMatchObject({ previous_category: "UTILITY" });
  });
});

describe("creating", () => {
  test("refuses a name and language that are there", async () => {
    await create(simple("news"));
    const reply = await create(simple("news"));
    expect([reply.status, reply.body.error.code, reply.body.error.error_subcode]).toEqual([400, 100, 2388024]);
    expect((await create(simple("news", { language: "pt_BR" }))).status).toBe(200);
  });

  test("stops at 100 an hour and at 250 in all", async () => {
    for (let index = 0; index < 100; index++) await create(simple(`news_${index}`));
    expect((await create(simple("one_more"))).body.error.code).toBe(80007);
    for (let index = 0; api.sandbox.world.templates.ofAccount(SANDBOX.businessAccountId).length < 250; index++) {
      if (index % 100 === 0) api.sandbox.advance(3600);
      await create(simple(`more_${index}`));
    }
    api.sandbox.advance(3600);
    expect((await create(simple("one_more"))).body.error.error_subcode).toBe(2388019);
  }, 60_000);

  test("writes authentication templates out, with a URL for the code", async () => {
    const components = [
      { type: "body", add_security_recommendation: true },
      { type: "footer", code_expiration_minutes: 5 },
      { type: "buttons", buttons: [{ type: "otp", otp_type: "copy_code", text: "Copy" }] },
    ];
    const id = await approved("login", { category: "authentication", components });
    const shown = (await record(id)).components;
    expect(shown[0].text).toContain("{{1}}");
    expect(shown[2].buttons[0]).toMatchObject({ type: "URL", text: "Copy" });
  });

  test("takes a template from the library, approved at once", async () => {
    const url = { base_url: "https://niebla.example/seg/{{1}}", url_suffix_example: "https://niebla.example/seg/2204" };
    const definition = {
      name: "aviso",
      language: "es",
      category: "UTILITY",
      library_template_name: "delivery_update_1",
    };
    expect(refusal(await create(definition))).toEqual([400, 100, "Missing button input"]);
    const reply = await create({ ...definition, library_template_button_inputs: [{ type: "URL", url }] });
    expect(reply.body.status).toBe("APPROVED");
    expect(await record(reply.body.id, "library_template_name")).toMatchObject({
      library_template_name: "delivery_update_1",
    });
    expect((await create({ ...definition, name: "other", library_template_name: "nothing" })).status).toBe(400);
  });
});

describe("editing", () => {
  const components = [bodyOf("Other words than before.")];

  test("puts the template into review again", async () => {
    const id = await approved("news");
    expect((await edit(id, { name: "news", language: "en_US", components })).body).toEqual({ success: true });
    expect(await record(id)).toMatchObject({ status: "PENDING", components });
    api.sandbox.advance(60);
    expect((await record(id)).status).toBe("APPROVED");
  });

  test("works with PUT, and with the template's own path", async () => {
    const id = await approved("news");
    expect((await api.call("PUT", `${PATH}?hsm_id=${id}`, { body: { components } })).status).toBe(200);
    api.sandbox.advance(DAY);
    const own = `/${id}?business_account_id=${SANDBOX.businessAccountId}`;
    expect((await api.call("POST", own, { body: { message_send_ttl_seconds: 60 } })).status).toBe(200);
    expect((await api.get(own)).body.name).toBe("news");
    expect((await api.call("PUT", PATH, { body: { components } })).body).toEqual({ error: "hsm_id is required" });
  });

  test("an approved template: once a day, ten times in 30 days, its category never", async () => {
    const id = await approved("news");
    expect((await edit(id, { category: "MARKETING" })).status).toBe(400);
    for (let times = 0; times < 10; times++) {
      expect((await edit(id, { components })).status).toBe(200);
      api.sandbox.advance(3600);
      expect((await edit(id, { components })).status).toBe(400);
      api.sandbox.advance(DAY);
    }
    expect((await edit(id, { components })).body.error.error_user_title).toBe("Edited too often");
  });

  test("a rejected template may change its category too", async () => {
    const id = await approved("sandbox_rejected_promotional");
    expect((await edit(id, { category: "MARKETING" })).status).toBe(200);
    expect(await record(id)).toMatchObject({ category: "MARKETING", previous_category: "UTILITY" });
  });

  test.each<[string, object]>([
    ["another name", { name: "other", components }],
    ["another language", { language: "es", components }],
    ["nothing", {}],
    ["a wrong body", { components: [bodyOf("{{1}}")] }],
    ["a wrong life", { message_send_ttl_seconds: 10 }],
  ])("refuses %s", async (_, change) => {
    expect((await edit(await approved("news"), change)).status).toBe(400);
  });

  test("refuses what is in review, and what is not there", async () => {
    const { body } = await create(simple("news"));
    expect((await edit(body.id, { components })).status).toBe(400);
    expect((await edit("731904228999999", { components })).body.error.error_subcode).toBe(33);
  });
});

describe("deleting", () => {
  test("by name takes every language, with an id one", async () => {
    const one = await approved("news");
    await approved("news", { language: "es" });
    await approved("news", { language: "pt_BR" });
    expect((await remove(`name=news&hsm_id=${one}`)).body).toEqual({ success: true });
    expect((await api.get(`${PATH}?name=news`)).body.data).toHaveLength(2);
    expect((await remove("name=news")).body).toEqual({ success: true });
    expect((await api.get(`${PATH}?name=news`)).body.data).toEqual([]);
    expect((await remove("name=news")).status).toBe(400);
  });

  test("blocks the name of an approved template for 30 days", async () => {
    await approved("news");
    await remove("name=news");
    expect(refusal(await create(simple("news")))).toEqual([400, 100, "Name is blocked"]);
    api.sandbox.advance(30 * DAY);
    expect((await create(simple("news"))).status).toBe(200);
  });

  test("frees the name of one that never was approved", async () => {
    const { body } = await create(simple("news"));
    expect((await remove(`hsm_id=${body.id}`)).status).toBe(200);
    expect((await create(simple("news"))).status).toBe(200);
  });

  test("refuses neither name nor id, a name of another id, and DISABLED ones", async () => {
    const id = await approved("sandbox_disabled");
    expect((await remove("x=1")).body.error.code).toBe(100);
    expect((await remove(`name=other&hsm_id=${id}`)).status).toBe(400);
    api.sandbox.advance(60);
    expect((await remove("name=sandbox_disabled")).status).toBe(400);
  });
});

describe("reading", () => {
  test("by id, with fields; a word is no id", async () => {
    const id = await approved("news", { message_send_ttl_seconds: 3600 });
    expect(await record(id, "quality_score,message_send_ttl_seconds,health_status")).toMatchObject({
      id,
      quality_score: { score: "GREEN" },
      message_send_ttl_seconds: 3600,
      health_status: { can_send_message: "AVAILABLE" },
    });
    expect((await api.get(`${PATH}/news`)).body).toEqual({ error: "invalid template_id" });
    expect((await api.get(`${PATH}/731904228999999`)).body.error.error_subcode).toBe(33);
    expect((await api.get(`/${SANDBOX.foreignBusinessAccountId}/message_templates/${id}`)).status).toBe(404);
  });

  test("with the filters of Meta", async () => {
    const names = async (query: string) =>
      (await api.get(`${PATH}?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names("content=atrasar")).toEqual(["aviso_atraso"]);
    expect(await names("name_or_content=hello")).toEqual(["hello_world"]);
    expect(await names("quality_score=unknown&status=paused")).toEqual(["aviso_atraso"]);
  });
});
