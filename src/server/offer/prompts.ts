import { ProtocolError, ProtocolErrorCode, type Server } from "@modelcontextprotocol/server";
import type { Part, Prompt } from "../../prompts/prompt.ts";
import { type Library, read } from "./read.ts";

export function offerPrompts(server: Server, prompts: readonly Prompt[], library: Library): void {
  server.registerCapabilities({ prompts: { listChanged: false } });
  server.setRequestHandler("prompts/list", () => ({
    prompts: prompts.map(({ name, title, description, arguments: parameters }) => ({
      name,
      title,
      description,
      ...(parameters.length > 0 && { arguments: [...parameters] }),
    })),
  }));
  server.setRequestHandler("prompts/get", async ({ params: { name, arguments: args = {} } }, request) => {
    const prompt = findPrompt(prompts, name);
    const parts = await read({ of: `prompt ${name}` }, request, library, (reading) => prompt.write(args, reading));
    return { description: prompt.description, messages: parts.map(toMessage) };
  });
}

export function findPrompt(prompts: readonly Prompt[], name: string): Prompt {
  const prompt = prompts.find((each) => each.name === name);
  if (prompt !== undefined) return prompt;
  const names = prompts.map((each) => each.name).join(", ");
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no such prompt. There are: ${names}.`);
}

function toMessage(part: Part) {
  const content =
    "text" in part
      ? { type: "text" as const, text: part.text }
      : { type: "resource" as const, resource: { uri: part.uri, ...part.content } };
  return { role: "user" as const, content };
}
