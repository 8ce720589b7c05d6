import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

const states = createRequestStateCodec<string>({ key: "conformance-fixture-0123456789abcdef" });
/** For the server's options: state that was changed on its way is refused before any tool runs. */
export const requestState = { verify: states.verify };

const name = z.object({ name: z.string() });
const color = z.object({ color: z.string() });
const ok = z.object({ ok: z.boolean() });
const context = z.object({ context: z.string() });

const elicit = (message: string, requestedSchema: z.ZodObject) => inputRequired.elicit({ message, requestedSchema });
const sample = (text: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text } }], maxTokens });
const said = (text: string): CallToolResult => ({ content: [{ type: "text", text }] });
type Answer = CallToolResult | InputRequiredResult;

/** Questions of 2026-07-28: an answer that asks, and the call again with what was answered. */
const TOOLS: Record<string, (request: ServerContext["mcpReq"]) => Answer | Promise<Answer>> = {
  test_input_required_result_elicitation: ({ inputResponses }) => {
    const given = acceptedContent(inputResponses, "user_name", name);
    if (given !== undefined) return said(`Hello, ${given.name}!`);
    return inputRequired({ inputRequests: { user_name: elicit("What is your name?", name) } });
  },
  test_input_required_result_sampling: ({ inputResponses }) => {
    const given = inputResponses?.["capital_question"];
    if (given !== undefined) return said(JSON.stringify(given));
    return inputRequired({ inputRequests: { capital_question: sample("What is the capital of France?", 100) } });
  },
  test_input_required_result_list_roots: ({ inputResponses }) => {
    const given = inputResponses?.["client_roots"];
    if (given !== undefined) return said(JSON.stringify(given));
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  },
  test_input_required_result_request_state: confirmed,
  test_input_required_result_tampered_state: confirmed,
  async test_input_required_result_multiple_inputs({ inputResponses = {}, requestState: state }) {
    const inputRequests = {
      user_name: elicit("What is your name?", name),
      greeting: sample("Generate a greeting", 50),
      client_roots: inputRequired.listRoots(),
    };
    const all = Object.keys(inputRequests).every((key) => key in inputResponses);
    if (all && state() === "asked") return said(JSON.stringify(inputResponses));
    return inputRequired({ inputRequests, requestState: await states.mint("asked") });
  },
  async test_input_required_result_multi_round({ inputResponses, requestState: state }) {
    const step2 = elicit("Step 2: What is your favorite color?", color);
    if (state() === "2" && acceptedContent(inputResponses, "step2", color) !== undefined) return said("All known.");
    if (state() === "1" && acceptedContent(inputResponses, "step1", name) !== undefined) {
      return inputRequired({ inputRequests: { step2 }, requestState: await states.mint("2") });
    }
    const step1 = elicit("Step 1: What is your name?", name);
    return inputRequired({ inputRequests: { step1 }, requestState: await states.mint("1") });
  },
  test_input_required_result_capabilities: ({ envelope }) => {
    const declared = z
      .object({ elicitation: z.unknown(), sampling: z.unknown() })
      .partial()
      .parse(Object.entries(envelope ?? {}).find(([key]) => key === CLIENT_CAPABILITIES_META_KEY)?.[1] ?? {});
    const { elicitation, sampling } = declared;
    return inputRequired({
      inputRequests: {
        ...(elicitation !== undefined && { user_name: elicit("What is your name?", name) }),
        ...(sampling !== undefined && { greeting: sample("Generate a greeting", 50) }),
      },
    });
  },
  test_missing_capability: () => inputRequired({ inputRequests: { greeting: sample("Generate a greeting", 50) } }),
  test_streaming_elicitation: () => inputRequired({ inputRequests: { user_name: elicit("What is your name?", name) } }),
};

async function confirmed({ inputResponses, requestState: state }: ServerContext["mcpReq"]): Promise<Answer> {
  const given = acceptedContent(inputResponses, "confirm", ok);
  if (given !== undefined && state() === "asked") return said("state-ok");
  const inputRequests = { confirm: elicit("Please confirm", ok) };
  return inputRequired({ inputRequests, requestState: await states.mint("asked") });
}

export function addInputTools(server: McpServer): void {
  for (const [tool, answer] of Object.entries(TOOLS)) {
    server.registerTool(tool, { description: `The suite's ${tool}.`, inputSchema: z.object({}) }, (_, { mcpReq }) =>
      answer(mcpReq),
    );
  }
  server.registerPrompt("test_input_required_result_prompt", { description: "Asks for its context." }, ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, "user_context", context);
    const question = elicit("What context should the prompt use?", context);
    if (given === undefined) return inputRequired({ inputRequests: { user_context: question } });
    return { messages: [{ role: "user", content: { type: "text", text: given.context } }] };
  });
}
