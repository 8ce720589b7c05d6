import { graph, invalidValue, titled } from "../http/errors.ts";
import { digText } from "../http/json.ts";
import { coded } from "../messages/send/check.ts";
import type { NumberRow } from "../store/rows.ts";
import { HOUR } from "../world/clock.ts";
import type { World } from "../world/world.ts";

/** A throttled flow goes out so many times an hour. */
const MOST_AN_HOUR = 10;

/** A template with a flow that is not published is refused with a subcode of its own (`contract/live.md` section 2). */
export function useTemplateFlow(world: World, number: NumberRow, button: unknown): void {
  const flow = findFlow(world, number, button);
  if (flow?.status === "DRAFT" || flow?.status === "DEPRECATED") {
    throw graph(400, 100, titled(100, "Invalid parameter"), {
      subcode: 2388142,
      details: "The flow of the template is not published",
    });
  }
  useFlow(world, number, button);
}

function findFlow(world: World, number: NumberRow, parameters: unknown) {
  const [id, name] = [digText(parameters, "flow_id"), digText(parameters, "flow_name")];
  const flows = world.flows.ofAccount(number.businessAccountId);
  return flows.find((row) => (id === undefined ? row.name === name : row.id === id));
}

/** The flow of a message must be there and published, or a draft where the message says so: messages.md 7.5. */
export function useFlow(world: World, number: NumberRow, parameters: unknown): void {
  const [id, name] = [digText(parameters, "flow_id"), digText(parameters, "flow_name")];
  const flow = findFlow(world, number, parameters);
  if (flow === undefined) throw invalidValue(`Param flow_id or flow_name: there is no flow ${id ?? name}`);
  if (flow.status === "BLOCKED") throw coded(132068);
  const wantsDraft = digText(parameters, "mode") === "draft";
  if (wantsDraft ? flow.status === "DEPRECATED" : flow.status === "DRAFT" || flow.status === "DEPRECATED") {
    throw invalidValue(`The flow ${flow.id} is ${flow.status}; only published flows can be sent`);
  }
  if (flow.status !== "THROTTLED") return;
  flow.sends = flow.sends.filter((at) => world.now() - at < HOUR);
  if (flow.sends.length >= MOST_AN_HOUR) throw coded(132069);
  flow.sends.push(world.now());
}
