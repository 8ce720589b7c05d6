import type { Server } from "@modelcontextprotocol/server";
import { selectPrompts } from "../../prompts/index.ts";
import { selectResources } from "../../resources/index.ts";
import type { Tool } from "../../tools/definition/tool.ts";
import type { Services } from "../call/call-tool.ts";
import { Completions } from "./completions.ts";
import { offerPrompts } from "./prompts.ts";
import type { Library } from "./read.ts";
import { offerResources } from "./resources.ts";

/** Resources, prompts and their completion, chosen once; what comes back gives them to a server, and is cheap. */
export function offerResourcesAndPrompts(tools: readonly Tool[], services: Services): (server: Server) => void {
  const library: Library = { tools: new Map(tools.map((tool) => [tool.name, tool])), services };
  const selected = new Set(library.tools.keys());
  const { phoneNumberId, businessAccountId } = services.defaults;
  const configured = {
    phone_number: phoneNumberId !== undefined,
    business_account: businessAccountId !== undefined,
    exports: services.exports !== undefined,
  };
  const resources = selectResources(selected, configured);
  const prompts = selectPrompts(selected, configured);
  const completions = new Completions(resources, prompts, () => performance.now());
  return (server) => {
    offerResources(server, resources, library);
    if (prompts.length > 0) offerPrompts(server, prompts, library);
    completions.offer(server, library);
  };
}
