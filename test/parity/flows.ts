import { RECORD_FIELDS } from "../../src/tools/flows/record.ts";
import { BASE, PHONE, WABA } from "../tools/scripted-stage.ts";
import { type Case, FLOW } from "./case.ts";
import { FLOW_LIST, FLOW_OWNER } from "./reasons.ts";

const phoneNumberId = PHONE;

/** One screen as a wire document, and as the SDK wants it written. */
const screen = (footer: object) => ({
  version: "7.3",
  screens: [
    {
      id: "RATE",
      title: "Avalie",
      terminal: true,
      layout: { type: "SingleColumnLayout", children: [{ type: "Footer", label: "Enviar", ...footer }] },
    },
  ],
});
const COMPLETE = { name: "complete", payload: {} };
const WIRE = JSON.stringify(screen({ "on-click-action": COMPLETE }));
const authored = screen({ onClickAction: COMPLETE });

const path = { at: "path", ours: `${BASE}/${PHONE}/flows`, theirs: `${BASE}/${WABA}/flows`, why: FLOW_LIST };

const LISTS: Case[] = [
  {
    name: "a page",
    tool: "list_flows",
    args: { limit: 5, after: "QUFB" },
    sdk: (client) => client.flows.list({ wabaId: WABA, limit: 5, after: "QUFB" }),
    differences: [path],
  },
  {
    name: "with its screens, published at once",
    tool: "create_flow",
    args: {
      name: "Pesquisa",
      categories: ["SURVEY"],
      flow_json: WIRE,
      endpoint_uri: "https://flows.niebla.example/data",
      publish: true,
    },
    sdk: (client) =>
      client.flows.create({
        wabaId: WABA,
        name: "Pesquisa",
        categories: ["SURVEY"],
        flowJson: authored,
        endpointUri: "https://flows.niebla.example/data",
        publish: true,
      }),
    differences: [path],
  },
  {
    name: "as a draft",
    tool: "create_flow",
    args: { name: "Pesquisa", categories: ["SURVEY"], flow_json: WIRE },
    sdk: (client) =>
      client.flows.create({
        wabaId: WABA,
        name: "Pesquisa",
        categories: ["SURVEY"],
        flowJson: authored,
        publish: false,
      }),
    differences: [
      path,
      { at: "body.publish", theirs: false, why: "flows.md 1: publish is optional, and without it a flow is a draft." },
    ],
  },
];

const ONE: Case[] = [
  {
    name: "one",
    tool: "get_flow",
    args: { flow_id: FLOW },
    sdk: (client) => client.flows.get({ flowId: FLOW, fields: RECORD_FIELDS }),
    differences: [{ at: "query.phone_number_id", ours: PHONE, why: FLOW_OWNER }],
  },
  {
    name: "preview",
    tool: "preview_flow",
    args: { flow_id: FLOW },
    sdk: (client) => client.flows.preview({ flowId: FLOW, interactive: true, phoneNumberId }),
  },
  {
    name: "preview with parameters",
    tool: "preview_flow",
    args: { flow_id: FLOW },
    sdk: (client) => client.flows.preview({ flowId: FLOW, params: { flowToken: "t" } }),
    differences: [
      {
        at: "query.fields",
        ours: "preview.invalidate(false)",
        theirs: "preview",
        why: "flows.md 2: the two are one; ours says that the link lives on.",
      },
      {
        at: "query.flow_token",
        theirs: "t",
        why: "flows.md 2: flow_token and its like belong on the preview URL, not on the API.",
      },
      { at: "query.phone_number_id", ours: PHONE, why: FLOW_OWNER },
    ],
  },
  {
    name: "screens",
    tool: "update_flow_json",
    args: { flow_id: FLOW, flow_json: WIRE },
    sdk: (client) => client.flows.updateAsset({ flowId: FLOW, json: authored, phoneNumberId }),
  },
  {
    name: "screens, from bytes and without an owner",
    tool: "update_flow_json",
    args: { flow_id: FLOW, flow_json: WIRE },
    sdk: (client) => client.flows.updateAsset({ flowId: FLOW, file: Buffer.from(WIRE) }),
    differences: [{ at: "query.phone_number_id", ours: PHONE, why: FLOW_OWNER }],
  },
  {
    name: "publish",
    tool: "publish_flow",
    args: { flow_id: FLOW },
    sdk: (client) => client.flows.publish({ flowId: FLOW, phoneNumberId }),
  },
  {
    name: "deprecate",
    tool: "deprecate_flow",
    args: { flow_id: FLOW },
    sdk: (client) => client.flows.deprecate({ flowId: FLOW, phoneNumberId }),
  },
];

export const FLOWS: readonly Case[] = [...LISTS, ...ONE];
