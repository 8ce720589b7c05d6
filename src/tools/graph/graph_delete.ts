import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { body, output, path, query, refuseOwned, steeringFaults } from "./request.ts";
import { withoutSecrets } from "./secrets.ts";

export const graphDelete = defineTool({
  name: "graph_delete",
  title: "Delete at a path of the API",
  description:
    "Delete at any path of Kapso's Meta proxy that has no tool of its own, such as a QR code or a member of a group. It " +
    "cannot be undone. Paths that have a tool are refused, and the tool is named.",
  scope: "project",
  effect: "delete",
  idempotent: false,
  input: z.strictObject({ path, query, body }),
  check: steeringFaults,
  output,
  async run(args, { kapso, signal }) {
    refuseOwned("graph_delete", "DELETE", args);
    return { response: withoutSecrets((await kapso.graph.delete(args, { signal })).body) };
  },
});
