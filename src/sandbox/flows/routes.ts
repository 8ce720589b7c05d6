import {
  type Call,
  numbersOfQuery,
  type ObjectKind,
  originOf,
  ownNumbers,
  pathParam,
  type Route,
} from "../http/context.ts";
import { invalidParameter, missingParameter, noSuchObject, numberNotFound } from "../http/errors.ts";
import { graphList } from "../http/graph-list.ts";
import { makeToken, readToken } from "../media/links.ts";
import { bareType } from "../media/types.ts";
import { createFlow, deleteFlow, deprecateFlow, MOST_BYTES, publishFlow, saveJson, updateFlow } from "./change.ts";
import { flowRecord } from "./record.ts";
import type { FlowRow } from "./store.ts";

/** Flows: rows D1 to D10 of endpoints.md. */
export const flowRoutes: Route[] = [
  { method: "DELETE", path: "/flows/:id", handle: (c) => remove(c, pathParam(c, "id")) },
  { method: "GET", path: "/:owner/flows", handle: list },
  { method: "POST", path: "/:owner/flows", handle: create },
  { method: "GET", path: "/:flowId/assets", handle: listAssets },
  { method: "POST", path: "/:flowId/assets", handle: upload },
  { method: "POST", path: "/:flowId/publish", handle: act(publishFlow) },
  { method: "POST", path: "/:flowId/deprecate", handle: act(deprecateFlow) },
];

/** `/{flow_id}`, with a number or the account in the query. */
export const flowObject: ObjectKind = {
  owns: (c, id) => c.var.world.flows.rows.some((row) => row.id === id),
  GET: (c, id) => c.json(flowRecord(c, find(c, id))),
  POST: (c, id) => {
    updateFlow(c.var.world, find(c, id), c.var.body.object());
    return c.json({ success: true });
  },
  DELETE: remove,
};

function find(c: Call, id: string): FlowRow {
  const [number] = numbersOfQuery(c);
  const row = c.var.world.flows.ofAccount(number?.businessAccountId ?? "").find((each) => each.id === id);
  if (row === undefined) throw noSuchObject(c.req.method, id);
  return row;
}

function act(change: (row: FlowRow) => void): Route["handle"] {
  return (c) => {
    change(find(c, pathParam(c, "flowId")));
    return c.json({ success: true });
  };
}

function remove(c: Call, id: string): Response {
  deleteFlow(c.var.world, find(c, id));
  return c.json({ success: true });
}

/** The path names a number or the account. */
function accountOf(c: Call): string {
  const owner = pathParam(c, "owner");
  const number = ownNumbers(c).find((each) => each.id === owner || each.businessAccountId === owner);
  if (number === undefined) throw numberNotFound();
  return number.businessAccountId;
}

function list(c: Call): Response {
  const rows = c.var.world.flows.ofAccount(accountOf(c));
  return c.json(graphList(c, rows, 25, (row) => flowRecord(c, row)));
}

function create(c: Call): Response {
  const row = createFlow(c.var.world, accountOf(c), c.var.body.object());
  return c.json({ id: row.id, success: true, validation_errors: row.validationErrors });
}

function listAssets(c: Call): Response {
  const row = find(c, pathParam(c, "flowId"));
  if (row.json === null) return c.json({ data: [] });
  const { token } = makeToken(row.id, c.var.world.now());
  const download_url = `${originOf(c)}/storage/flows/${row.id}/flow.json?token=${token}`;
  return c.json({ data: [{ name: "flow.json", asset_type: "FLOW_JSON", download_url }] });
}

function upload(c: Call): Response {
  const row = find(c, pathParam(c, "flowId"));
  const parts = c.var.body.parts();
  if (parts === undefined) throw invalidParameter("The request body must be multipart/form-data");
  const part = (name: string) => parts.find((each) => each.name === name);
  const wanted = { name: "flow.json", asset_type: "FLOW_JSON" };
  for (const [name, value] of Object.entries(wanted)) {
    const given = part(name);
    if (given === undefined) throw missingParameter(`Param ${name} is required`);
    if (Buffer.from(given.bytes).toString("utf8") !== value) throw invalidParameter(`Param ${name} must be ${value}`);
  }
  const file = part("file");
  if (file?.filename === undefined) throw missingParameter("Param file is required");
  if (bareType(file.contentType ?? "application/json") !== "application/json") {
    throw invalidParameter("Param file must have the type application/json");
  }
  if (file.bytes.length > MOST_BYTES) throw invalidParameter("Param file may have 10 MB");
  saveJson(row, Buffer.from(file.bytes).toString("utf8"));
  return c.json({ success: true, validation_errors: row.validationErrors });
}

/** The Flow JSON without a key: the token is enough, for as long as a media token. */
export function downloadFlow(c: Call): Response {
  const id = readToken(c.req.query("token") ?? "", c.var.world.now());
  const row = c.var.world.flows.rows.find((each) => each.id === id && each.id === pathParam(c, "flowId"));
  if (row === undefined || row.json === null) return c.text("Not found", 404);
  return c.body(row.json, 200, { "Content-Type": "application/json" });
}

/** What stands at the address of a preview: Meta shows the flow there, the sandbox names it. */
export function previewFlow(c: Call): Response {
  const row = c.var.world.flows.rows.find((each) => each.id === pathParam(c, "flowId"));
  if (row === undefined || c.req.query("token") !== String(row.previews)) return c.text("Not found", 404);
  return c.text(`Preview of the flow ${row.name}`);
}
