// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Flow JSON writes its own placeholders as ${data.name}.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, type Reply } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const QUERY = `phone_number_id=${SANDBOX.phoneNumberId}`;
const ok = { success: true };
const footer = { type: "Footer", label: "Done", "on-click-action": { name: "complete", payload: {} } };
const screen = (id = "START", more: object = {}) => ({
  id,
  title: "Start",
  terminal: true,
  layout: { type: "SingleColumnLayout", children: [footer] },
  ...more,
});
const flowJson = (more: object = {}) => ({ version: "7.3", screens: [screen()], ...more });
const children = (...list: object[]) =>
  flowJson({ screens: [screen("START", { layout: { type: "SingleColumnLayout", children: list } })] });

const create = (more: object = {}) =>
  api.call("POST", `${NUMBER}/flows`, { body: { name: "Survey", categories: ["SURVEY"], ...more } });
const make = async (more: object = {}): Promise<string> =>
  (await create({ flow_json: JSON.stringify(flowJson()), ...more })).body.id;
const act = (id: string, action: string) => api.call("POST", `/${id}/${action}?${QUERY}`);
const get = async (id: string, fields?: string) =>
  (await api.get(`/${id}?${QUERY}${fields === undefined ? "" : `&fields=${fields}`}`)).body;
const codeOf = ({ status, body }: Reply) => (status === 200 ? 200 : body.error.code);

function upload(id: string, text: string, fields: Record<string, string> = {}, type = "application/json") {
  const form = new FormData();
  form.append("file", new Blob([text], { type }), "flow.json");
  for (const [name, value] of Object.entries({ name: "flow.json", asset_type: "FLOW_JSON", ...fields })) {
    form.append(name, value);
  }
  return api.call("POST", `/${id}/assets?${QUERY}`, { body: form });
}

describe("the life of a flow", () => {
  test("draft, published, deprecated", async () => {
    const id = await make();
    expect(await get(id)).toEqual({
      id,
      name: "Survey",
      status: "DRAFT",
      categories: ["SURVEY"],
      validation_errors: [],
    });
    expect(codeOf(await act(id, "deprecate"))).toBe(139003);
    expect((await act(id, "publish")).body).toEqual(ok);
    expect(codeOf(await act(id, "publish"))).toBe(139002);
    expect(codeOf(await api.call("DELETE", `/${id}?${QUERY}`))).toBe(139004);
    expect((await act(id, "deprecate")).body).toEqual(ok);
    expect(codeOf(await act(id, "deprecate"))).toBe(139003);
    expect(codeOf(await upload(id, "{}"))).toBe(139001);
  });

  test("a published flow that is edited is a draft again", async () => {
    const id = await make({ publish: true });
    expect(
      (await api.call("POST", `/${id}?${QUERY}`, { body: { name: "Other", categories: ["OTHER"] } })).body,
    ).toEqual(ok);
    expect(await get(id)).toMatchObject({ status: "DRAFT", name: "Other", categories: ["OTHER"] });
  });

  test("drafts are deleted, by either path", async () => {
    const [one, other] = [await make(), await make({ name: "Two" })];
    expect((await api.call("DELETE", `/${one}?${QUERY}`)).body).toEqual(ok);
    expect((await api.call("DELETE", `/flows/${other}?${QUERY}`)).body).toEqual(ok);
    expect((await get(one)).error.error_subcode).toBe(33);
  });

  test.each([
    ["sandbox_throttled", "THROTTLED"],
    ["sandbox_blocked", "BLOCKED"],
  ])("%s is %s when it is published", async (name, status) => {
    const flow_id = await make({ name, publish: true });
    expect((await get(flow_id)).status).toBe(status);
    const parameters = { flow_message_version: "3", flow_id, flow_cta: "Go" };
    const interactive = { type: "flow", body: { text: "Go" }, action: { name: "flow", parameters } };
    const send = async () => codeOf(await api.send({ to: SANDBOX.openCustomer, type: "interactive", interactive }));
    const codes = [];
    for (let times = 0; times < 11; times++) codes.push(await send());
    expect(new Set(codes.slice(0, 10))).toEqual(new Set([status === "BLOCKED" ? 132068 : 200]));
    expect(codes[10]).toBe(status === "BLOCKED" ? 132068 : 132069);
  });

  test("sandbox_integrity is not published", async () => {
    expect(codeOf(await act(await make({ name: "sandbox_integrity" }), "publish"))).toBe(139000);
  });
});

describe("creating and changing", () => {
  test("copies a flow, and lists by number and by account", async () => {
    const { body } = await create({ clone_flow_id: SANDBOX.flows.published.id });
    expect(body).toMatchObject({ success: true, validation_errors: [] });
    const names = async (owner: string) =>
      (await api.get(`${owner}/flows?limit=2`)).body.data.map((each: { name: string }) => each.name);
    expect(await names(NUMBER)).toEqual(["Agendamento", "Pesquisa"]);
    expect(await names(`/${SANDBOX.businessAccountId}`)).toHaveLength(2);
    expect((await api.get(`${NUMBER}/flows?fields=id,json_version`)).body.data[2]).toEqual({
      id: body.id,
      json_version: "7.3",
    });
    expect((await api.get(`/${SANDBOX.foreignPhoneNumberId}/flows`)).status).toBe(404);
  });

  test.each<[string, object]>([
    ["no name", { name: "" }],
    ["a name too long", { name: "a".repeat(201) }],
    ["a name that is taken", { name: "Pesquisa" }],
    ["no categories", { categories: [] }],
    ["an unknown category", { categories: ["FUN"] }],
    ["a JSON that is no string", { flow_json: {} }],
    ["a copy and a JSON", { flow_json: "{}", clone_flow_id: SANDBOX.flows.draft.id }],
    ["a copy of nothing", { clone_flow_id: "1" }],
    ["an endpoint without TLS", { endpoint_uri: "http://a.example" }],
    ["publish without a JSON", { publish: true }],
  ])("refuses %s", async (_, more) => {
    expect(codeOf(await create(more))).toBe(100);
  });

  test("refuses a change of nothing, and who does not say whose flow it is", async () => {
    const { id } = SANDBOX.flows.draft;
    expect(codeOf(await api.call("POST", `/${id}?${QUERY}`, { body: {} }))).toBe(100);
    expect(codeOf(await api.call("POST", `/${id}?${QUERY}`, { body: { categories: [] } }))).toBe(100);
    expect((await api.call("POST", `/${id}/publish`)).status).toBe(400);
    expect((await api.call("POST", `/${id}/publish?phone_number_id=${SANDBOX.foreignPhoneNumberId}`)).status).toBe(404);
  });

  test.each<[string, object]>([
    ["with validation errors", { flow_json: JSON.stringify(flowJson({ screens: [] })) }],
    ["of an old version", { flow_json: JSON.stringify(flowJson({ version: "4.0" })) }],
    [
      "that exchanges data without an endpoint",
      { flow_json: JSON.stringify(flowJson({ data_api_version: "3.0", routing_model: { START: [] } })) },
    ],
  ])("a flow %s is not published", async (_, more) => {
    expect(codeOf(await create({ ...more, publish: true }))).toBe(139002);
    expect(codeOf(await act((await create(more)).body.id, "publish"))).toBe(139002);
  });
});

describe("assets and preview", () => {
  test("a JSON goes up, and comes down without a key", async () => {
    const id = await make();
    const text = JSON.stringify(children({ type: "TextHeading", text: "Hello" }, footer), null, 2);
    expect((await upload(id, text)).body).toEqual({ success: true, validation_errors: [] });
    const [asset] = (await api.get(`/${id}/assets?${QUERY}`)).body.data;
    expect(await (await fetch(asset.download_url)).text()).toBe(text);
    api.sandbox.advance(240);
    expect((await fetch(asset.download_url)).status).toBe(404);
  });

  test("refuses other forms", async () => {
    const id = await make();
    expect(codeOf(await upload(id, "{}", { name: "other.json" }))).toBe(100);
    expect(codeOf(await upload(id, "{}", { asset_type: "IMAGE" }))).toBe(100);
    expect(codeOf(await upload(id, "{}", {}, "text/plain"))).toBe(100);
    expect(codeOf(await upload(id, " ".repeat(10 * 1024 * 1024 + 1)))).toBe(100);
    expect(codeOf(await api.call("POST", `/${id}/assets?${QUERY}`, { body: {} }))).toBe(100);
  });

  test("a preview lives 30 days, and a new link ends the old one", async () => {
    const { id } = SANDBOX.flows.published;
    const { preview } = await get(id, "preview.invalidate(false)");
    expect(preview.expires_at).toBe("2026-12-20T15:00:00+0000");
    expect((await get(id, "preview")).preview.preview_url).toBe(preview.preview_url);
    expect((await fetch(preview.preview_url)).status).toBe(200);
    await get(id, "preview.invalidate(true)");
    expect((await fetch(preview.preview_url)).status).toBe(404);
  });

  test("other fields on request; metrics want more requests, unknown fields are refused", async () => {
    const { id } = SANDBOX.flows.published;
    expect(await get(id, "health_status,whatsapp_business_account")).toMatchObject({
      health_status: { can_send_message: "AVAILABLE" },
    });
    expect((await get(id, "metric.name(ENDPOINT_REQUEST_COUNT).granularity(DAY)")).error.code).toBe(139006);
    expect((await get(id, "colour")).error.code).toBe(100);
  });
});

const FIRST = "screens[0].layout.children[0]";
const input = (more: object = {}) => ({ type: "TextInput", name: "a", label: "A", ...more });
const ender = { type: "EmbeddedLink", text: "End", "on-click-action": { name: "complete", payload: {} } };
/** A literal of that name would look like a promise. */
const THEN: string = "then";
const branch = (yes: object[], no: object[]) =>
  Object.fromEntries([
    ["type", "If"],
    ["condition", "true"],
    [THEN, yes],
    ["else", no],
  ]);
const withData = (data: unknown) => flowJson({ screens: [screen("START", { data })] });

describe("validation names the error and the place", () => {
  const route = (routing_model: unknown) => flowJson({ screens: [screen("A"), screen("B")], routing_model });
  // A second button ends the flow, so that the first one's fault stands alone.
  const action = (value: object) => children({ ...footer, "on-click-action": value }, ender);
  test.each<[string, string, unknown]>([
    ["INVALID_FLOW_JSON", "", []],
    ["INVALID_PROPERTY_KEY", "foo", flowJson({ foo: 1 })],
    ["MISSING_FLOW_JSON_VERSION", "version", { screens: [screen()] }],
    ["INVALID_FLOW_JSON_VERSION", "version", flowJson({ version: 7 })],
    ["UNSUPPORTED_FLOW_JSON_VERSION", "version", flowJson({ version: "9.0" })],
    [
      "NO_SUPPORTED_DATA_API_VERSION",
      "data_api_version",
      flowJson({ data_api_version: "1.0", routing_model: { START: [] } }),
    ],
    ["MISSING_REQUIRED_PROPERTY", "screens", { version: "7.3" }],
    ["INVALID_PROPERTY_TYPE", "screens", flowJson({ screens: {} })],
    ["MIN_ITEMS_REQUIRED", "screens", flowJson({ screens: [] })],
    ["PATTERN_MISMATCH", "screens[0].id", flowJson({ screens: [screen("a-1")] })],
    ["SCREEN_ID_IS_RESERVED_KEYWORD", "screens[0].id", flowJson({ screens: [screen("SUCCESS")] })],
    ["DUPLICATE_SCREEN_IDS", "screens[1].id", flowJson({ screens: [screen(), screen()] })],
    ["MISSING_TERMINAL_SCREEN", "screens", flowJson({ screens: [screen("START", { terminal: false })] })],
    ["MISSING_FOOTER_ON_TERMINAL_SCREEN", "screens[0].layout.children", children()],
    ["MORE_THAN_ONE_FOOTER", "screens[0].layout.children", children(footer, footer)],
    [
      "INVALID_ENUM_VALUE",
      "screens[0].layout.type",
      flowJson({ screens: [screen("START", { layout: { type: "Grid", children: [footer] } })] }),
    ],
    ["MISSING_REQUIRED_PROPERTY", "screens[0].layout", flowJson({ screens: [screen("START", { layout: undefined })] })],
    ["MISSING_REQUIRED_TYPE_PROPERTY", "screens[0].layout.children[0].type", children({}, footer)],
    ["INVALID_PROPERTY_VALUE", "screens[0].layout.children[0].label", children({ ...footer, label: "a".repeat(36) })],
    ["DUPLICATE_FORM_COMPONENT_NAMES", "screens[0].layout.children[1].name", children(input(), input(), footer)],
    [
      "INVALID_NAVIGATE_ACTION_NEXT_SCREEN_NAME",
      "screens[0].layout.children[0].on-click-action.next.name",
      action({ name: "navigate", next: { type: "screen", name: "NOWHERE" } }),
    ],
    ["INVALID_ENUM_VALUE", "screens[0].layout.children[0].on-click-action.name", action({ name: "jump" })],
    ["MISSING_REQUIRED_PROPERTY", "routing_model", flowJson({ data_api_version: "3.0" })],
    ["INVALID_ROUTING_MODEL", "routing_model", route({ A: ["C"] })],
    ["INVALID_ROUTING_MODEL", "routing_model", route({ A: ["B"], B: ["A"] })],
    ["INVALID_PROPERTY_TYPE", "routing_model", route([])],
    [
      "INVALID_ROUTING_MODEL",
      "routing_model",
      flowJson({ screens: [screen("A", { terminal: false }), screen("B")], routing_model: { A: [], B: [] } }),
    ],
    ["INVALID_ENUM_VALUE", `${FIRST}.type`, children({ type: "Slider" }, footer)],
    ["INVALID_PROPERTY_KEY", `${FIRST}.colour`, children({ ...footer, colour: "red" })],
    ["INVALID_PROPERTY_KEY", `${FIRST}.onClickAction`, children({ ...footer, onClickAction: {} })],
    ["MISSING_REQUIRED_PROPERTY", `${FIRST}.name`, children(input({ name: undefined }), footer)],
    ["MISSING_REQUIRED_PROPERTY", `${FIRST}.label`, children(input({ label: undefined }), footer)],
    ["MIN_CHARS_REQUIRED", `${FIRST}.label`, children(input({ label: "" }), footer)],
    [
      "MISSING_REQUIRED_PROPERTY",
      `${FIRST}.on-click-action`,
      children({ ...footer, "on-click-action": undefined }, ender),
    ],
    [
      "INVALID_PROPERTY_TYPE",
      `${FIRST}.on-click-action`,
      children({ ...footer, "on-click-action": "complete" }, ender),
    ],
    ["INVALID_PROPERTY_TYPE", `${FIRST}.max-chars`, children(input({ "max-chars": "many" }), footer)],
    ["INVALID_PROPERTY_TYPE", `${FIRST}.max-chars`, children(input({ "max-chars": 1.5 }), footer)],
    ["INVALID_PROPERTY_VALUE", `${FIRST}.max-chars`, children(input({ "min-chars": "9", "max-chars": 4 }), footer)],
    ["INVALID_PROPERTY_TYPE", `${FIRST}.required`, children(input({ required: "yes" }), footer)],
    ["INVALID_PROPERTY_TYPE", `${FIRST}.label`, children(input({ label: 7 }), footer)],
    [
      "MISSING_REQUIRED_PROPERTY",
      `${FIRST}.data-source`,
      children({ type: "Dropdown", name: "a", label: "A" }, footer),
    ],
    ["INVALID_SCREEN_DYNAMIC_DATA", `${FIRST}.text`, children({ type: "TextBody", text: "Hi ${data.who}" }, footer)],
    ["INVALID_SCREEN_DYNAMIC_DATA", `${FIRST}.text`, children({ type: "TextBody", text: "${form.a}" }, footer)],
    [
      "INVALID_SCREEN_DYNAMIC_DATA",
      `${FIRST}.text`,
      children({ type: "TextBody", text: "${screen.GONE.form.a}" }, footer),
    ],
    ["INVALID_SCREEN_DATA", "screens[0].data.who", withData({ who: { type: "string" } })],
    ["INVALID_SCREEN_DATA", "screens[0].data.who", withData({ who: { type: "word", __example__: "x" } })],
    ["INVALID_SCREEN_DATA", "screens[0].data.who", withData({ who: "x" })],
    ["INVALID_SCREEN_DATA", "screens[0].data.all", withData({ all: { type: "array", __example__: [] } })],
    ["INVALID_PROPERTY_TYPE", "screens[0].data", withData([])],
    [
      "INVALID_COMPLETE_ACTION",
      "screens[0].layout.children",
      children({ ...footer, "on-click-action": { name: "open_url", url: "https://a.example" } }),
    ],
    [
      "MISSING_REQUIRED_PROPERTY",
      "data_api_version",
      children({ ...footer, "on-click-action": { name: "data_exchange", payload: {} } }),
    ],
    ["MISSING_FOOTER_IN_IF_ELSE_BRANCHES", FIRST, children(branch([footer], []))],
    [
      "MISSING_FOOTER_IN_SWITCH_BRANCHES",
      FIRST,
      children({ type: "Switch", value: "a", cases: { a: [footer], b: [] } }, ender),
    ],
  ])("%s at %s", async (error, path, json) => {
    const { body } = await upload(SANDBOX.flows.draft.id, JSON.stringify(json, null, 2));
    expect(body.success).toBe(true);
    expect(body.validation_errors.map((each: { error: string }) => each.error)).toEqual([error]);
    expect(body.validation_errors[0].pointers[0].path).toBe(path);
  });

  test("with its lines and columns", async () => {
    const text = JSON.stringify(flowJson({ screens: [screen("a-1")] }), null, 2);
    const [error] = (await upload(SANDBOX.flows.draft.id, text)).body.validation_errors;
    const line = text.split("\n")[error.line_start - 1] ?? "";
    expect(line.slice(error.column_start - 1, error.column_end - 1)).toBe('"a-1"');
  });

  test("of what is no JSON", async () => {
    const { body } = await upload(SANDBOX.flows.draft.id, "{nope");
    expect(body.validation_errors[0].error).toBe("INVALID_FLOW_JSON");
  });
});

describe("a flow that is right has no errors", () => {
  const option = { id: "1", title: "One" };
  const select = (type: string, more: object = {}) => ({
    type,
    name: type,
    label: type,
    "data-source": [option, { id: "2", title: "Two" }],
    ...more,
  });
  const everything = [
    { type: "TextHeading", text: "Heading" },
    { type: "TextSubheading", text: "Sub" },
    { type: "TextBody", text: ["a", "b"], markdown: true },
    { type: "TextCaption", text: "Caption", "font-weight": "bold", strikethrough: false },
    { type: "RichText", text: ["# A", "b"] },
    input({
      name: "text",
      "min-chars": 1,
      "max-chars": "20",
      "helper-text": "x",
      "input-type": "text",
      visible: "${data.shown}",
    }),
    { type: "TextArea", name: "area", label: "Area", "max-length": 100, required: true },
    select("CheckboxGroup", { "min-selected-items": 1, "max-selected-items": 2 }),
    select("RadioButtonsGroup", { description: "x" }),
    select("ChipsSelector"),
    select("Dropdown", { "data-source": "${data.options}" }),
    { type: "OptIn", name: "opt", label: "I agree", required: true },
    { type: "EmbeddedLink", text: "Terms", "on-click-action": { name: "open_url", url: "https://a.example" } },
    { type: "DatePicker", name: "date", label: "Date", "min-date": "1700000000000" },
    { type: "CalendarPicker", name: "days", label: "Days", mode: "range", "min-days": 1, "max-days": 5 },
    { type: "Image", src: "aGk=", height: 100, "scale-type": "cover" },
    { type: "ImageCarousel", images: [{ src: "aGk=", "alt-text": "x" }] },
    { type: "PhotoPicker", name: "photo", label: "Photo", "min-uploaded-photos": 0, "max-uploaded-photos": 3 },
    branch([{ type: "TextBody", text: "Yes" }], [{ type: "TextBody", text: "No" }]),
    { type: "Switch", value: "${form.Dropdown}", cases: { "1": [{ type: "TextBody", text: "One" }] } },
    { type: "Form", name: "form", children: [input({ name: "inner" })] },
  ];
  const data = {
    shown: { type: "boolean", __example__: true },
    options: {
      type: "array",
      items: { type: "object", properties: { id: { type: "string" } } },
      __example__: [option],
    },
  };
  const last = {
    ...footer,
    "on-click-action": {
      name: "complete",
      payload: { text: "${form.text}", inner: "${form.inner}", all: "${screen.START.data.options}" },
    },
  };

  test.each(["5.1", "6.0", "6.1", "6.2", "6.3", "7.0", "7.1", "7.2", "7.3"])(
    "with every component, in version %s",
    async (version) => {
      const screens = [
        screen("START", { data, layout: { type: "SingleColumnLayout", children: [...everything, last] } }),
      ];
      const { body } = await upload(SANDBOX.flows.draft.id, JSON.stringify(flowJson({ version, screens })));
      expect(body.validation_errors).toEqual([]);
    },
  );

  test("whatever is uploaded, the answer has its shape", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 4 }),
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 3 }),
        async (any, list) => {
          for (const flow of [any, flowJson({ screens: list }), children(...(list as object[])), withData(any)]) {
            const { status, body } = await upload(SANDBOX.flows.draft.id, JSON.stringify(flow));
            expect([status, body.success]).toEqual([200, true]);
            for (const error of body.validation_errors) {
              expect(error).toMatchObject({
                error_type: "FLOW_JSON_ERROR",
                message: expect.any(String),
                line_start: expect.any(Number),
              });
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
