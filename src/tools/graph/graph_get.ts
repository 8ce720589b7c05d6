import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { output, path, query, refuseOwned, steeringFaults } from "./request.ts";
import { withoutSecrets } from "./secrets.ts";

export const graphGet = defineTool({
  name: "graph_get",
  title: "Read a path of the API",
  description:
    "Read any path of Kapso's Meta proxy that has no tool of its own, such as QR codes, commerce settings, groups or " +
    "analytics. Returns the answer as it is. Paths that have a tool are refused, and the tool is named.",
  scope: "project",
  effect: "read",
  input: z.strictObject({ path, query }),
  check: steeringFaults,
  output,
  async run(args, { kapso, signal }) {
    refuseOwned("graph_get", "GET", args);
    return { response: withoutSecrets((await kapso.graph.get(args, { signal })).body) };
  },
});
