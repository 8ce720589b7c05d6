import { McpServer, type StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import { annotations, type Tool } from "../tools/tool.ts";
import { inputSchema, type JsonSchema, outputSchema } from "./advertise.ts";
import { callTool, type Services } from "./call.ts";
import { instructions } from "./instructions.ts";
import { withoutLocalFiles } from "./local-files.ts";
import { readables } from "./readables.ts";

export interface ServerInfo {
  name: string;
  title: string;
  version: string;
}

/** A tool with everything that is made once for a process. */
export interface Served {
  tool: Tool;
  title: string;
  description: string;
  annotations: ReturnType<typeof annotations>;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
}

/** The definitions as they are sent. `files`: whether caller and server share a disk. */
export function serveTools(tools: readonly Tool[], defaults: Services["defaults"], files: boolean): Served[] {
  const offered = files ? tools : tools.map(withoutLocalFiles);
  return offered.map((tool) => ({
    tool,
    title: tool.title,
    description: tool.description,
    annotations: annotations(tool),
    inputSchema: inputSchema(tool, defaults),
    outputSchema: outputSchema(tool),
  }));
}

/** A factory of servers: cheap to call, since everything heavy is made here, once. */
export function createServers(info: ServerInfo, served: readonly Served[], services: Services): () => McpServer {
  const tools = served.map(({ tool }) => tool);
  const text = instructions(tools, services.writes.rules);
  const offerReadables = readables(tools, services);
  const registrations = served.map(({ tool, inputSchema, outputSchema, ...rest }) => ({
    tool,
    config: {
      ...rest,
      inputSchema: ready(inputSchema),
      outputSchema: ready(outputSchema),
    },
  }));
  return () => {
    const server = new McpServer(info, {
      instructions: text,
      capabilities: { tools: { listChanged: false } },
      requestState: { verify: services.writes.confirmation.verify },
    });
    for (const { tool, config } of registrations) {
      server.registerTool(tool.name, config, (args, request) => callTool(tool, args, request, services, server));
    }
    offerReadables(server);
    return server;
  };
}

/**
 * A schema for the SDK whose JSON Schema is already made, and which passes every object on: the path of a call parses,
 * so that its errors can name the valid arguments.
 */
function ready(json: JsonSchema): StandardSchemaWithJSON<Record<string, unknown>> {
  return {
    "~standard": {
      version: 1,
      vendor: "kapso-whatsapp-mcp",
      validate: (value) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? { value: Object.fromEntries(Object.entries(value)) }
          : { issues: [{ message: "arguments must be an object" }] },
      jsonSchema: { input: () => json, output: () => json },
    },
  };
}
