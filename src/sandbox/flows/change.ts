import { z } from "zod";
import { ApiError, graph, titled } from "../http/errors.ts";
import { codeFailure, type KnownCode } from "../http/failures.ts";
import { digText, type JsonObject, parseJson } from "../http/json.ts";
import { readParams, refuseParam } from "../numbers/params.ts";
import type { World } from "../world/world.ts";
import { becomes } from "./magic.ts";
import type { FlowRow } from "./store.ts";
import { PUBLISHABLE, validateFlow } from "./validate.ts";

/** Flows come, change, are published and go: flows.md sections 1 and 3. */

const CATEGORIES = [
  "SIGN_UP",
  "SIGN_IN",
  "APPOINTMENT_BOOKING",
  "LEAD_GENERATION",
  "CONTACT_US",
  "CUSTOMER_SUPPORT",
  "SURVEY",
  "OTHER",
] as const;

export const MOST_BYTES = 10 * 1024 * 1024;

const name = z
  .string()
  .refine((text) => text.trim() !== "" && [...text].length <= 200, "must have 1 to 200 characters");
const categories = z
  .array(z.enum(CATEGORIES, `must be one of ${CATEGORIES.join(", ")}`))
  .min(1, "must have at least one category");
const endpointUri = z.string().refine((uri) => uri.startsWith("https://") && URL.canParse(uri), "must be an https URL");

const creation = z
  .object({
    name,
    categories,
    flow_json: z
      .string("must be a string: the Flow JSON serialised")
      .refine((text) => Buffer.byteLength(text) <= MOST_BYTES, "may have 10 MB")
      .optional(),
    clone_flow_id: z.string().optional(),
    endpoint_uri: endpointUri.optional(),
    publish: z.boolean("must be true or false").optional(),
    application_id: z.string().optional(),
  })
  .refine(({ flow_json, clone_flow_id }) => flow_json === undefined || clone_flow_id === undefined, {
    path: ["clone_flow_id"],
    message: "cannot stand beside flow_json",
  })
  .refine(({ flow_json, clone_flow_id, publish }) => publish !== true || (flow_json ?? clone_flow_id) !== undefined, {
    path: ["publish"],
    message: "needs flow_json",
  });

export const refuseFlow = (code: KnownCode, details: string) => new ApiError(codeFailure(code, details));

const FIRST_ID = 1_184_420_093_772_000;

export function createFlow(world: World, accountId: string, body: JsonObject): FlowRow {
  const given = readParams(creation, body);
  requireFreeName(world, accountId, given.name);
  const model = given.clone_flow_id === undefined ? undefined : requireModel(world, accountId, given.clone_flow_id);
  const json = given.flow_json ?? model?.json ?? null;
  const row: FlowRow = {
    id: String(FIRST_ID + world.ids.next("flow")),
    businessAccountId: accountId,
    name: given.name,
    status: "DRAFT",
    categories: given.categories,
    json,
    validationErrors: json === null ? [] : validateFlow(json),
    endpointUri: given.endpoint_uri ?? model?.endpointUri ?? null,
    applicationId: given.application_id ?? null,
    previews: 0,
    sends: [],
  };
  if (given.publish === true) publishFlow(row);
  world.flows.rows.push(row);
  return row;
}

function requireFreeName(world: World, accountId: string, name: string, self?: FlowRow): void {
  const taken = world.flows.ofAccount(accountId).some((row) => row !== self && row.name === name);
  if (!taken) return;
  const user = { title: "Flow name is not unique", message: `There is already a flow "${name}".` };
  throw graph(400, 100, titled(100, "Flow name is not unique"), { user });
}

function requireModel(world: World, accountId: string, id: string): FlowRow {
  const model = world.flows.ofAccount(accountId).find((row) => row.id === id);
  if (model === undefined) throw refuseParam(`Param clone_flow_id: there is no flow ${id}`);
  return model;
}

const patch = z.object({
  name: name.optional(),
  categories: categories.optional(),
  endpoint_uri: endpointUri.optional(),
  application_id: z.string().optional(),
});

/** A published flow that is edited is a draft again, as Meta's newer page says; a deprecated one stays as it is. */
export function updateFlow(world: World, row: FlowRow, body: JsonObject): void {
  const change = readParams(patch, body);
  if (Object.values(change).every((value) => value === undefined)) {
    throw refuseParam("At least one of name, categories, endpoint_uri and application_id is required");
  }
  reopen(row);
  if (change.name !== undefined) requireFreeName(world, row.businessAccountId, change.name, row);
  if (change.endpoint_uri !== undefined && Number(versionOf(row) ?? "7.3") < 3) {
    throw refuseFlow(139001, "endpoint_uri needs Flow JSON 3.0 or later");
  }
  row.name = change.name ?? row.name;
  row.categories = change.categories ?? row.categories;
  row.endpointUri = change.endpoint_uri ?? row.endpointUri;
  row.applicationId = change.application_id ?? row.applicationId;
}

function reopen(row: FlowRow): void {
  if (row.status === "DEPRECATED") throw refuseFlow(139001, "The flow is deprecated: clone it");
  if (row.status === "BLOCKED") throw refuseFlow(139001, "The flow is blocked: clone it");
  row.status = "DRAFT";
}

export function saveJson(row: FlowRow, json: string): void {
  reopen(row);
  row.json = json;
  row.validationErrors = validateFlow(json);
}

export const versionOf = ({ json }: FlowRow) => digText(parseJson(json ?? ""), "version");
export const dataApiVersionOf = ({ json }: FlowRow) => digText(parseJson(json ?? ""), "data_api_version");

export function publishFlow(row: FlowRow): void {
  const refuse = (details: string) => refuseFlow(139002, details);
  if (row.status !== "DRAFT") throw refuse(`The flow is ${row.status}; only drafts can be published`);
  if (row.json === null) throw refuse("The flow has no Flow JSON");
  if (row.validationErrors.length > 0) throw refuse(`The flow has ${row.validationErrors.length} validation errors`);
  const version = versionOf(row) ?? "";
  if (!PUBLISHABLE.includes(version)) throw refuse(`Version ${version} cannot be published; use 7.3`);
  if (dataApiVersionOf(row) !== undefined && row.endpointUri === null) {
    throw refuse("The flow exchanges data and has no endpoint_uri");
  }
  const status = becomes(row.name);
  if (status === "refused") throw refuseFlow(139000, "The account is blocked from publishing flows");
  row.status = status;
}

export function deprecateFlow(row: FlowRow): void {
  if (row.status === "DRAFT" || row.status === "DEPRECATED") {
    throw refuseFlow(139003, `The flow is ${row.status}; only published flows can be deprecated`);
  }
  row.status = "DEPRECATED";
}

export function deleteFlow(world: World, row: FlowRow): void {
  if (row.status !== "DRAFT") throw refuseFlow(139004, `The flow is ${row.status}; only drafts can be deleted`);
  world.flows.remove(row);
}
