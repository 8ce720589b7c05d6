import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { json } from "../kapso/scripted-server.ts";
import { faultsOf, stage } from "./scripted-stage.ts";

const FLOW = "1184420093771506";

const screen = (id: string, ...children: object[]) => ({ id, layout: { type: "SingleColumnLayout", children } });
const flowJson = (parts: object = {}) => JSON.stringify({ version: "7.3", screens: [screen("PICK")], ...parts });
const withComponents = (...children: object[]) => flowJson({ screens: [screen("PICK", ...children)] });
const many = (count: number, item: object = { id: "x", title: "y" }) => Array.from({ length: count }, () => item);

const create = (args: object) => ({ name: "n", categories: ["OTHER"], ...args });
const build = (flow_json: string) => ({ flow_id: FLOW, flow_json });
const long = (n: number) => "x".repeat(n);

/** One violation of every limit. */
const REFUSED: [string, object, string][] = [
  ["list_flows", { limit: 101 }, "limit: must be at most 100 (given 101)"],
  ["list_flows", { after: "a", before: "b" }, "before: cannot go together with after"],
  ["get_flow", { flow_id: "12/34" }, "flow_id: must be 5 to 20 digits"],
  ["get_flow", {}, "flow_id: must be a string (missing)"],
  ["create_flow", create({ name: "" }), "name: must have 1 to 200 characters"],
  ["create_flow", create({ name: long(201) }), "name: must have 1 to 200 characters (given 201 characters)"],
  ["create_flow", create({ categories: [] }), "categories: must have at least 1 items"],
  ["create_flow", create({ categories: ["FUN"] }), "categories[0]: must be one of SIGN_UP, SIGN_IN"],
  ["create_flow", create({ endpoint_uri: "http://a.example" }), "endpoint_uri: must be an https:// URL"],
  ["create_flow", create({ application_id: "app" }), "application_id: must be 5 to 20 digits"],
  ["create_flow", create({ clone_flow_id: "x" }), "clone_flow_id: must be 5 to 20 digits"],
  [
    "create_flow",
    create({ clone_flow_id: "12345", flow_json: flowJson() }),
    "clone_flow_id: cannot go together with flow_json",
  ],
  ["create_flow", create({ publish: true }), "publish: needs flow_json"],
  [
    "create_flow",
    create({ flow_json: flowJson({ version: "2.1" }), endpoint_uri: "https://a.example" }),
    "endpoint_uri: needs Flow JSON 3.0 or later (given 2.1)",
  ],
  ["update_flow", { flow_id: FLOW }, "give at least one of name, categories, endpoint_uri, application_id"],
  ["update_flow", { flow_id: FLOW, categories: [] }, "categories: must have at least 1 items"],
  ["update_flow", { flow_id: FLOW, flow_json: "{}" }, "flow_json: unknown argument. Valid arguments: flow_id, name"],
  ["update_flow_json", { flow_id: FLOW }, "flow_json: give exactly one of flow_json and file_path"],
  ["update_flow_json", { ...build(flowJson()), file_path: "a" }, "flow_json: give exactly one of"],
  ["update_flow_json", build("not json"), "flow_json: must be JSON text"],
  ["update_flow_json", build("[]"), "flow_json: must be a JSON object with version and screens"],
  [
    "update_flow_json",
    build(" ".repeat(10 * 1024 * 1024 + 1)),
    "flow_json: must be at most 10 MB, 10485760 bytes (given 10485761",
  ],
  [
    "update_flow_json",
    build(flowJson({ version: 7.3 })),
    'flow_json.version: must be a version such as "7.3" (given 7.3)',
  ],
  ["update_flow_json", build(flowJson({ version: undefined })), "flow_json.version: must be a version"],
  ["update_flow_json", build(flowJson({ screens: [] })), "flow_json.screens: must be an array of at least 1 screen"],
  ["update_flow_json", build(flowJson({ screens: [1] })), "flow_json.screens[0]: must be an object"],
  [
    "update_flow_json",
    build(flowJson({ screens: [screen("A1")] })),
    'screens[0].id: must be letters and underscores (given "A1")',
  ],
  ["update_flow_json", build(flowJson({ screens: [screen("SUCCESS")] })), "screens[0].id: must not be SUCCESS"],
  [
    "update_flow_json",
    build(flowJson({ screens: [screen("A"), screen("A")] })),
    'screens[1].id: must be unique (given "A")',
  ],
  ["update_flow_json", build(flowJson({ screens: [{ id: "A" }] })), "screens[0].layout: must be an object"],
  [
    "update_flow_json",
    build(flowJson({ screens: [{ id: "A", layout: { type: "Grid", children: [] } }] })),
    "layout.type: must be SingleColumnLayout",
  ],
  [
    "update_flow_json",
    build(flowJson({ screens: [{ id: "A", layout: { type: "SingleColumnLayout" } }] })),
    "layout.children: must be an array",
  ],
  ["update_flow_json", build(flowJson({ data_api_version: "2.0" })), "data_api_version: must be one of 3.0, 4.0"],
  [
    "update_flow_json",
    build(flowJson({ data_channel_uri: "https://a" })),
    "data_channel_uri: is not taken from version 3.0 on",
  ],
  ["update_flow_json", build(flowJson({ routing_model: [] })), "routing_model: must be an object"],
  ["update_flow_json", build(flowJson({ routing_model: { A: "B" } })), "routing_model.A: must be an array"],
  [
    "update_flow_json",
    build(flowJson({ routing_model: { A: many(6), B: many(5) } })),
    "routing_model: must have at most 10 connections (given 11)",
  ],
];

const options = (type: string, count: number, item?: object) => ({ type, "data-source": many(count, item) });

/** One violation of every limit of components, and where. WhatsApp judges them: the draft is saved. */
const COMPONENTS: [object[], string][] = [
  [[{ type: "TextHeading", text: long(81) }], "[0].text: must have at most 80 characters (given 81 characters)"],
  [[{ type: "TextSubheading", text: long(81) }], "[0].text: must have at most 80"],
  [[{ type: "TextBody", text: long(4097) }], "[0].text: must have at most 4096"],
  [[{ type: "TextCaption", text: long(410) }], "[0].text: must have at most 409"],
  [[{ type: "TextInput", label: long(21) }], "[0].label: must have at most 20"],
  [[{ type: "TextInput", "helper-text": long(81) }], "[0].helper-text: must have at most 80"],
  [[{ type: "TextInput", "error-message": long(31) }], "[0].error-message: must have at most 30"],
  [[{ type: "TextArea", label: long(21) }], "[0].label: must have at most 20"],
  [[{ type: "TextArea", "helper-text": long(81) }], "[0].helper-text: must have at most 80"],
  [[{ type: "CheckboxGroup", label: long(31) }], "[0].label: must have at most 30"],
  [[options("CheckboxGroup", 1, { title: long(31) })], "[0].data-source[0].title: must have at most 30"],
  [[options("RadioButtonsGroup", 1, { description: long(301) })], "data-source[0].description: must have at most 300"],
  [[options("RadioButtonsGroup", 1, { metadata: long(21) })], "data-source[0].metadata: must have at most 20"],
  [[options("RadioButtonsGroup", 0)], "data-source: must have at least 1 items"],
  [[options("CheckboxGroup", 21)], "data-source: must have at most 20 items (given 21)"],
  [[options("Dropdown", 201)], "data-source: must have at most 200 items (given 201)"],
  [[options("Dropdown", 101, { image: "x" })], "data-source: must have at most 100 items (given 101)"],
  [[{ type: "Dropdown", label: long(21) }], "[0].label: must have at most 20"],
  [[options("ChipsSelector", 1)], "data-source: must have at least 2 items"],
  [[options("ChipsSelector", 21)], "data-source: must have at most 20 items"],
  [[{ type: "ChipsSelector", label: long(81) }], "[0].label: must have at most 80"],
  [[{ type: "Footer", label: long(36) }], "[0].label: must have at most 35"],
  [[{ type: "Footer", "left-caption": long(16) }], "[0].left-caption: must have at most 15"],
  [[{ type: "Footer" }, { type: "Footer" }], "must have at most 1 Footer on a screen (given 2)"],
  [[{ type: "OptIn", label: long(301) }], "[0].label: must have at most 300"],
  [many(6, { type: "OptIn" }), "must have at most 5 OptIn on a screen (given 6)"],
  [[{ type: "EmbeddedLink", text: long(26) }], "[0].text: must have at most 25"],
  [many(3, { type: "EmbeddedLink" }), "must have at most 2 EmbeddedLink on a screen"],
  [[{ type: "DatePicker", label: long(41) }], "[0].label: must have at most 40"],
  [[{ type: "CalendarPicker", title: long(81) }], "[0].title: must have at most 80"],
  [[{ type: "NavigationList", "list-items": many(21) }], "list-items: must have at most 20 items"],
  [many(4, { type: "Image" }), "must have at most 3 Image on a screen"],
  [[{ type: "ImageCarousel", images: many(4) }], "images: must have at most 3 items"],
  [many(3, { type: "ImageCarousel" }), "must have at most 2 ImageCarousel on a screen"],
  [many(51, { type: "TextBody" }), "must have at most 50 components on a screen (given 51)"],
  [
    [{ type: "Form", children: [{ type: "TextInput", label: long(21) }] }],
    "[0].children[0].label: must have at most 20",
  ],
  [[{ type: "If", else: [{ type: "TextInput", label: long(21) }] }], "[0].else[0].label: must have at most 20"],
  [[{ type: "Switch", cases: { a: [{ type: "TextInput", label: long(21) }] } }], "[0].cases.a[0].label: must have"],
];

test("a call that is refused leaves nothing", async () => {
  const { call, requests } = await stage([]);
  const answer = await call("update_flow_json", build("not json"));
  expect(answer.isError).toBe(true);
  expect(answer.text).toContain("Nothing was done. update_flow_json was called with arguments it does not take");
  expect(requests()).toEqual([]);
});

describe("left to WhatsApp, which saves the draft and names the place", () => {
  let shift: Shift;
  beforeAll(async () => {
    shift = await startShift();
  });
  afterAll(() => shift.close());

  test.each(COMPONENTS)("%#", async (parts, said) => {
    const { isError, text, data } = await shift.call("update_flow_json", {
      flow_id: SANDBOX.flows.draft.id,
      flow_json: withComponents(...parts),
    });
    expect(isError, text).toBe(false);
    expect(data.saved).toBe(true);
    const place = /^\S+(?=: must)/.exec(said)?.[0] ?? "layout.children";
    expect(data.validation_errors.map(({ at }: { at: string }) => at)).toContainEqual(expect.stringContaining(place));
  });

  test("and keeps it from being published, with its faults", async () => {
    const flow_id = SANDBOX.flows.draft.id;
    await shift.call("update_flow_json", { flow_id, flow_json: withComponents({ type: "Slider" }) });
    const { isError, text } = await shift.call("publish_flow", { flow_id });
    expect(isError).toBe(true);
    expect(text).toMatch(/code 139002[\s\S]*Its Flow JSON has these faults:\n- screens\[0\]\S+: [A-Z_]+: /);
    expect(text).toContain("children[0].type: INVALID_ENUM_VALUE: There is no component Slider.");
  });

  test.each([
    ["as an object", (json: string) => JSON.parse(json)],
    ["behind a byte order mark", (json: string) => `\uFEFF${json}`],
    ["in a fence", (json: string) => `\`\`\`json\n${json}\n\`\`\``],
  ])("Flow JSON %s is read", async (_, written) => {
    const flow_json = written(withComponents({ type: "TextBody", text: "Hi" }));
    const { isError, text } = await shift.call("update_flow_json", { flow_id: SANDBOX.flows.draft.id, flow_json });
    expect(isError, text).toBe(false);
    const { data } = await shift.call("get_flow_json", { flow_id: SANDBOX.flows.draft.id });
    expect(JSON.parse(data.flow_json).screens[0].layout.children[0].text).toBe("Hi");
  });
});

describe("refused before any request", () => {
  test.each(REFUSED)("%s: %#", (tool, args, message) => {
    expect(faultsOf(tool, { ...args })).toContain(message);
  });

  test("what is at its limit, what is filled in at run time and a footer in each branch go up", async () => {
    const parts = [
      { type: "TextInput", label: "😀".repeat(20) },
      { type: "TextHeading", text: `\${data.${long(100)}}` },
      JSON.parse('{"type":"If","then":[{"type":"Footer"}],"else":[{"type":"Footer"}]}'),
      options("Dropdown", 200),
      { type: "ChipsSelector", "data-source": `\${data.chips}` },
    ];
    const { call } = await stage([json(200, { success: true })]);
    expect((await call("update_flow_json", build(withComponents(...parts)))).data).toMatchObject({ saved: true });
  });
});
