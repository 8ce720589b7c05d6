import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { chars, freeObject, metaId } from "../../definition/schemas.ts";
import { present } from "../../records/present.ts";

/** What a flow message needs beside its button (contract messages.md 7.5). */
export const flowInput = {
  flow_id: metaId.optional().describe("flow: this or flow_name."),
  flow_name: chars(1, 200).optional().describe("flow."),
  flow_token: chars(1, 1024).optional().describe("flow: returned with the answer."),
  flow_action: z.enum(["navigate", "data_exchange"]).optional().describe("flow."),
  flow_screen: chars(1, 256).optional().describe("flow, navigate: first screen."),
  flow_data: freeObject
    .refine((data) => Object.keys(data).length > 0, "must have at least one key")
    .meta({ description: "flow, navigate: the first screen's data.", shallow: true })
    .optional(),
  flow_mode: z.enum(["published", "draft"]).optional().describe("flow."),
};
type Flow = z.output<z.ZodObject<typeof flowInput>>;

export const FLOW_FIELDS = [
  "flow_id",
  "flow_name",
  "flow_token",
  "flow_action",
  "flow_screen",
  "flow_data",
  "flow_mode",
] as const;

export function flowFaults({ flow_id, flow_name, flow_action, flow_screen, flow_data }: Flow): Fault[] {
  const faults: Fault[] = [];
  if ((flow_id === undefined) === (flow_name === undefined)) {
    faults.push({ path: ["flow_id"], message: "kind flow needs exactly one of flow_id and flow_name" });
  }
  if (flow_action === "data_exchange") {
    const message = "is only taken with flow_action navigate; with data_exchange the endpoint gives the screen";
    if (flow_screen !== undefined) faults.push({ path: ["flow_screen"], message });
    if (flow_data !== undefined) faults.push({ path: ["flow_data"], message });
  }
  return faults;
}

export function flowAction(flow: Flow, flowCta: string | undefined): object {
  const { flow_id, flow_name, flow_token, flow_action, flow_screen: screen, flow_data: data, flow_mode: mode } = flow;
  const parameters = {
    flow_message_version: "3",
    flow_cta: flowCta,
    ...present({ flow_id, flow_name, flow_token, flow_action, flow_action_payload: present({ screen, data }), mode }),
  };
  return { name: "flow", parameters };
}
