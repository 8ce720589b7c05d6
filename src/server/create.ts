import { Server } from "@modelcontextprotocol/server";
import type { Services } from "./call/call-tool.ts";
import { instructions } from "./offer/instructions.ts";
import { offerResourcesAndPrompts } from "./offer/resources-and-prompts.ts";
import { offerTools, type Served } from "./offer/tools.ts";

export interface ServerInfo {
  name: string;
  title: string;
  version: string;
}

/** A factory of servers: cheap to call, since everything heavy is made here, once. */
export function createServers(info: ServerInfo, served: readonly Served[], services: Services): () => Server {
  const tools = served.map(({ tool }) => tool);
  const text = instructions(tools, services.writes.rules);
  const offers = [offerTools(served, services), offerResourcesAndPrompts(tools, services)];
  return () => {
    const server = new Server(info, {
      instructions: text,
      capabilities: { tools: { listChanged: false } },
      requestState: { verify: services.writes.confirmation.verify },
    });
    for (const offer of offers) offer(server);
    return server;
  };
}
