import { z } from "zod";
import { graphSegments } from "../../kapso/graph.ts";
import { defineSend, outcome, requestInput } from "../definition/send.ts";
import { type Args, body, output, path, query, refuseOwned, steeringFaults } from "./request.ts";
import { withoutSecrets } from "./secrets.ts";

/** From which number to whom: known of calls alone. Elsewhere anything in the body may name people. */
function addressee({ path, query = {}, body = {} }: Args): { phoneNumberId?: string; to?: string } {
  const read = graphSegments(path);
  const [id = "", edge, ...rest] = "segments" in read ? read.segments : [];
  if (!/^\d{5,20}$/.test(id)) return {};
  const { to } = body;
  const isCall = edge === "calls" && rest.length === 0 && Object.keys(query).length === 0 && typeof to === "string";
  return { phoneNumberId: id, ...(isCall && { to }) };
}

export const graphPost = defineSend({
  name: "graph_post",
  title: "Write to a path of the API",
  description:
    "Post JSON to any path of Kapso's Meta proxy that has no tool of its own, such as QR codes, groups or answering a " +
    "call. It may reach customers and cannot be undone by itself. Paths that have a tool are refused, and it is named.",
  scope: "project",
  input: z.strictObject({ path, query, body, ...requestInput }),
  check: steeringFaults,
  output: z.object({ ...outcome, response: output.shape.response.optional() }),
  compose({ path, query, body }, { kapso }) {
    const request = { path, query, body };
    refuseOwned("graph_post", "POST", request);
    return {
      kind: "request",
      request,
      ...addressee(request),
      async leave(options) {
        const answer = await kapso.graph.post(request, options);
        return { data: { response: withoutSecrets(answer.body) }, aliases: [] };
      },
    };
  },
});
