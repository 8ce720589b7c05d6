import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { chars, metaId } from "../definition/schemas.ts";
import { httpsUrl } from "../definition/web-url.ts";
import { asFlowText, flowJsonFaults, readFlowJson, versionOf } from "./json.ts";

export const flowId = { flow_id: metaId.describe("From list_flows.") };

const categories = z
  .array(
    z.enum([
      "SIGN_UP",
      "SIGN_IN",
      "APPOINTMENT_BOOKING",
      "LEAD_GENERATION",
      "CONTACT_US",
      "CUSTOMER_SUPPORT",
      "SURVEY",
      "OTHER",
    ]),
  )
  .min(1);

/** What a flow has beside its JSON (contract flows.md sections 1 and 3). */
export const flowInput = {
  name: chars(1, 200).describe("Unique in the account."),
  categories: categories.describe("What it is for."),
  endpoint_uri: httpsUrl(2048).optional().describe("Data endpoint, https; Flow JSON 3.0 or later."),
  application_id: metaId.optional().describe("Meta app of the endpoint."),
};

/** Text, so that what was downloaded goes up again unchanged; the object itself is taken too. */
export const flowJson = z.preprocess(asFlowText, z.string()).meta({ type: "string" });

interface NewFlow {
  flow_json?: string | undefined;
  clone_flow_id?: string | undefined;
  endpoint_uri?: string | undefined;
  publish?: boolean;
}

export function newFlowFaults({ flow_json, clone_flow_id, endpoint_uri, publish }: NewFlow): Fault[] {
  const faults: Fault[] = [];
  if (flow_json !== undefined && clone_flow_id !== undefined) {
    faults.push({ path: ["clone_flow_id"], message: "cannot go together with flow_json; give one of the two" });
  }
  if (publish === true && flow_json === undefined) {
    faults.push({ path: ["publish"], message: "needs flow_json; a flow without screens cannot be published" });
  }
  if (flow_json === undefined) return faults;
  return [...faults, ...flowJsonFaults(flow_json, ["flow_json"]), ...endpointFaults(flow_json, endpoint_uri)];
}

const FIRST_WITH_ENDPOINT_URI = 3;

function endpointFaults(flowJson: string, endpointUri: string | undefined): Fault[] {
  if (endpointUri === undefined) return [];
  const read = readFlowJson(flowJson, []);
  const version = "json" in read ? versionOf(read.json) : undefined;
  if (version === undefined || version >= FIRST_WITH_ENDPOINT_URI) return [];
  return [{ path: ["endpoint_uri"], message: `needs Flow JSON 3.0 or later (given ${version.toFixed(1)})` }];
}

export function patchFaults(patch: Partial<Record<keyof typeof flowInput, unknown>>): Fault[] {
  const names = Object.keys(flowInput);
  const given = Object.entries(patch).some(([name, value]) => names.includes(name) && value !== undefined);
  return given ? [] : [{ path: [], message: `give at least one of ${names.join(", ")}` }];
}
