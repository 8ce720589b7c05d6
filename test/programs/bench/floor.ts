import type { ServerResponse } from "node:http";
import { McpServer } from "@modelcontextprotocol/server";
import { Agent, request } from "undici";
import { z } from "zod";

// The least that could stand where the product stands: the bare SDK with its defaults, and one tool that fetches.
const [transport, list = ""] = process.argv.slice(2);
const options = { dispatcher: new Agent(), headers: { "x-api-key": process.env["KAPSO_API_KEY"] ?? "" } };
function floor(): McpServer {
  const server = new McpServer({ name: "floor", version: "0.0.0" });
  const inputSchema = z.object({ limit: z.number().int() });
  server.registerTool("list_conversations", { description: "List conversations.", inputSchema }, async ({ limit }) => {
    const { body } = await request(`${list}&limit=${limit}`, options);
    const structuredContent = (await body.json()) as Record<string, unknown>;
    return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
  });
  return server;
}
if (transport === "stdio") (await import("@modelcontextprotocol/server/stdio")).serveStdio(floor);
else {
  const { SSEServerTransport } = await import("@modelcontextprotocol/sdk/server/sse.js");
  const { createMcpHandler } = await import("@modelcontextprotocol/server");
  const { serve } = await import("@hono/node-server");
  const { RESPONSE_ALREADY_SENT } = await import("@hono/node-server/utils/response");
  const app = new (await import("hono")).Hono<{ Bindings: { outgoing: ServerResponse } }>();
  const mcp = createMcpHandler(floor);
  const sessions = new Map<string, InstanceType<typeof SSEServerTransport>>();
  app.post("/mcp", ({ req }) => mcp.fetch(req.raw));
  app.get("/sse", async ({ env }) => {
    const session = new SSEServerTransport("/messages", env.outgoing);
    sessions.set(session.sessionId, session);
    await floor().connect(session);
    return RESPONSE_ALREADY_SENT;
  });
  app.post("/messages", async ({ req, text }) => {
    await sessions.get(req.query("sessionId") ?? "")?.handleMessage(await req.json());
    return text("", 202);
  });
  serve({ fetch: app.fetch, port: 0 }, ({ port }) => console.error(`"http://127.0.0.1:${port}/mcp"`));
}
