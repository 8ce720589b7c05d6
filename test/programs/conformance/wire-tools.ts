import {
  type CallToolResult,
  fromJsonSchema,
  inputRequired,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { PNG } from "./call-path-tools.ts";

const nothing = z.object({});
const said = (text: string): CallToolResult => ({ content: [{ type: "text", text }] });
const outcome = (verb: string, { action, content = {} }: { action: string; content?: object }) =>
  said(`${verb}: action=${action}, content=${JSON.stringify(content)}`);

/** What the suite asks for that no tool of the product gives, and the SDK on the product's transports must. */
export function addWireTools(server: McpServer): void {
  addContent(server);
  addLogging(server);
  addSchemas(server);
}

function addContent(server: McpServer): void {
  const text = {
    uri: "test://embedded-resource",
    mimeType: "text/plain",
    text: "This is an embedded resource content.",
  };
  server.registerTool("test_embedded_resource", { description: "A resource.", inputSchema: nothing }, () => ({
    content: [{ type: "resource", resource: text }],
  }));
  const json = {
    uri: "test://mixed-content-resource",
    mimeType: "application/json",
    text: '{"test":"data","value":123}',
  };
  server.registerTool("test_multiple_content_types", { description: "Three kinds.", inputSchema: nothing }, () => ({
    content: [
      { type: "text", text: "Multiple content types test:" },
      { type: "image", data: PNG, mimeType: "image/png" },
      { type: "resource", resource: json },
    ],
  }));
}

function addLogging(server: McpServer): void {
  const log = async ({ mcpReq }: ServerContext) => {
    for (const step of ["started", "processing data", "execution completed"]) await mcpReq.log("info", `Tool ${step}`);
    return said("Logged.");
  };
  for (const name of ["test_tool_with_logging", "test_logging_tool"]) {
    server.registerTool(name, { description: "Logs three times.", inputSchema: nothing }, (_, request) => log(request));
  }
}

/** Schemas with what a server must not lose on the way. */
function addSchemas(server: McpServer): void {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    $defs: {
      address: {
        $anchor: "addressDef",
        type: "object",
        properties: { street: { type: "string" }, city: { type: "string" } },
      },
    },
    properties: {
      name: { type: "string" },
      address: { $ref: "#/$defs/address" },
      contactMethod: { type: "string", enum: ["phone", "email"] },
      phone: { type: "string" },
      email: { type: "string" },
    },
    allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
    if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["phone"] },
    else: { required: ["email"] },
    additionalProperties: false,
  } as const;
  server.registerTool(
    "json_schema_2020_12_tool",
    { description: "Tool with JSON Schema 2020-12 features", inputSchema: fromJsonSchema(schema) },
    () => said("Valid."),
  );
  const region = { type: "string", "x-mcp-header": "Region" };
  server.registerTool(
    "test_header_parameter",
    {
      description: "A parameter that is in a header too.",
      inputSchema: fromJsonSchema({ type: "object", properties: { region }, required: ["region"] }),
    },
    () => said("Valid."),
  );
}

/** Requests of the server's own, as sessions of 2025 had them. */
export function addRequestingTools(server: McpServer): void {
  server.registerTool(
    "test_sampling",
    { description: "Asks the client's model.", inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt }, { mcpReq }) => {
      const answer = mcpReq.inputResponses?.["answer"];
      if (answer !== undefined) return said(`LLM response: ${JSON.stringify(answer)}`);
      const messages = [{ role: "user" as const, content: { type: "text" as const, text: prompt } }];
      return inputRequired({ inputRequests: { answer: inputRequired.createMessage({ messages, maxTokens: 100 }) } });
    },
  );
  const words = { username: { type: "string" as const }, email: { type: "string" as const } };
  server.registerTool(
    "test_elicitation",
    { description: "Asks the user.", inputSchema: z.object({ message: z.string() }) },
    async ({ message }, { mcpReq }) => {
      const requestedSchema = { type: "object" as const, properties: words, required: ["username", "email"] };
      return outcome("User response", await mcpReq.elicitInput({ message, requestedSchema }));
    },
  );
  for (const [name, properties] of Object.entries(FORMS)) {
    server.registerTool(name, { description: "Shows a form.", inputSchema: nothing }, async (_, { mcpReq }) =>
      outcome(
        "Elicitation completed",
        await mcpReq.elicitInput({ message: "Please fill in.", requestedSchema: { type: "object", properties } }),
      ),
    );
  }
}

type Properties = Extract<
  Parameters<ServerContext["mcpReq"]["elicitInput"]>[0],
  { requestedSchema: unknown }
>["requestedSchema"]["properties"];

const three = (value: string, title: string) =>
  ["First", "Second", "Third"].map((nth, index) => ({ const: `${value}${index + 1}`, title: `${nth} ${title}` }));
const options = ["option1", "option2", "option3"];

/** The forms of SEP-1034 (defaults) and SEP-1330 (choices). */
const FORMS: Record<string, Properties> = {
  test_elicitation_sep1034_defaults: {
    name: { type: "string", default: "John Doe" },
    age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", default: true },
  },
  test_elicitation_sep1330_enums: {
    untitledSingle: { type: "string", enum: options },
    titledSingle: { type: "string", oneOf: three("value", "Option") },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: options } },
    titledMulti: { type: "array", items: { anyOf: three("value", "Choice") } },
  },
};
