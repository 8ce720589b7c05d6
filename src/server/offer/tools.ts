import { ProtocolError, ProtocolErrorCode, type Server } from "@modelcontextprotocol/server";
import { annotations, type Tool } from "../../tools/definition/tool.ts";
import { oneLine } from "../../tools/definition/untrusted.ts";
import { present } from "../../tools/records/present.ts";
import { callTool, type Services } from "../call/call-tool.ts";
import { inputSchema, type ObjectSchema, outputSchema } from "./advertise.ts";
import { withoutLocalFiles } from "./local-files.ts";

/** A tool with its definition as it is sent, which is made once for a process. */
export interface Served {
  tool: Tool;
  title: string;
  description: string;
  annotations: ReturnType<typeof annotations>;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
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
    ...present({ outputSchema: outputSchema(tool) }),
  }));
}

/**
 * Gives a server the tools, on the SDK's low level: over HTTP a server is made for every request, and to register each
 * tool with it would take longer than most of what a call does. Arguments are parsed on the path of a call, whose errors
 * name the valid ones.
 */
export function offerTools(served: readonly Served[], services: Services): (server: Server) => void {
  const tools = new Map(served.map(({ tool }) => [tool.name, tool]));
  const list = { tools: served.map(({ tool: { name }, ...definition }) => ({ name, ...definition })) };
  return (server) => {
    server.setRequestHandler("tools/list", () => list);
    server.setRequestHandler("tools/call", ({ params: { name, arguments: args = {} } }, request) => {
      const tool = tools.get(name);
      if (tool !== undefined) return callTool(tool, args, request, services, server);
      const text = `There is no tool ${JSON.stringify(oneLine(name))} here; tools/list has those there are.`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
    });
  };
}
