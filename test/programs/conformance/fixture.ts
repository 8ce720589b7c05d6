import { McpServer, type McpServerFactory } from "@modelcontextprotocol/server";
import { readConfig } from "../../../src/config/config.ts";
import { createKapso } from "../../../src/kapso/client.ts";
import { createLog } from "../../../src/log.ts";
import { callTool } from "../../../src/server/call/call-tool.ts";
import { createSends } from "../../../src/server/sends/sends.ts";
import { createWrites } from "../../../src/server/writes/create.ts";
import { annotations } from "../../../src/tools/definition/tool.ts";
import { type HttpHandle, serveOnHttp } from "../../../src/transports/http.ts";
import { createMetrics } from "../../../src/transports/metrics.ts";
import { NO_RULES } from "../../helpers/harness.ts";
import { CALL_PATH_TOOLS } from "./call-path-tools.ts";
import { addInputTools, requestState } from "./input-tools.ts";
import { addPrompts, addResources, addSubscriptions } from "./resources-and-prompts.ts";
import { addRequestingTools, addWireTools } from "./wire-tools.ts";

const log = createLog("silent");
const selected = new Set(CALL_PATH_TOOLS.map(({ name }) => name));
const services = {
  kapso: createKapso({ baseUrl: "http://127.0.0.1:9", graphVersion: "v23.0", apiKey: "none" }),
  defaults: {},
  log,
  selected,
  sends: createSends({ dedupeSeconds: 300, defaults: {}, selected }),
  writes: createWrites({ ...NO_RULES, confirm: ["delete"] }, log),
};

const factory: McpServerFactory = ({ era }) => {
  const fixed = { listChanged: false };
  const server = new McpServer(
    { name: "conformance-fixture", version: "0.0.0" },
    {
      capabilities: {
        tools: fixed,
        prompts: fixed,
        resources: { ...fixed, subscribe: true },
        logging: {},
        completions: {},
      },
      requestState,
    },
  );
  for (const tool of CALL_PATH_TOOLS) {
    const { name, title, description, input: inputSchema, output: outputSchema } = tool;
    const config = { title, description, inputSchema, outputSchema, annotations: annotations(tool) };
    server.registerTool(name, config, (args, request) => callTool(tool, args, request, services, server.server));
  }
  addWireTools(server);
  addInputTools(server);
  addResources(server);
  addPrompts(server);
  if (era === "legacy") {
    addRequestingTools(server);
    addSubscriptions(server);
  }
  return server;
};

/** What the suite expects of a server that has everything, on the product's transports. */
export function serveFixture(): Promise<HttpHandle> {
  const config = readConfig({ KAPSO_SANDBOX: "1", MCP_HTTP: "1", MCP_PORT: "0", MCP_CALLS_PER_MINUTE: "100000" });
  return serveOnHttp(factory, config, { log, metrics: createMetrics() });
}
