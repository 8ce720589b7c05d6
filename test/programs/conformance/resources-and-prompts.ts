import { completable, type McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import { z } from "zod";
import { PNG } from "./call-path-tools.ts";

const user = <C>(content: C) => ({ role: "user" as const, content });
const text = (words: string) => user({ type: "text" as const, text: words });

export function addResources(server: McpServer): void {
  const plain = (name: string, uri: string, words: string) =>
    server.registerResource(name, uri, { description: words, mimeType: "text/plain" }, () => ({
      contents: [{ uri, mimeType: "text/plain", text: words }],
    }));
  plain("static-text", "test://static-text", "This is the content of the static text resource.");
  plain("watched", "test://watched-resource", "Watched resource content");
  server.registerResource(
    "static-binary",
    "test://static-binary",
    { description: "A pixel.", mimeType: "image/png" },
    ({ href }) => ({ contents: [{ uri: href, mimeType: "image/png", blob: PNG }] }),
  );
  server.registerResource(
    "template",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    { description: "Data of an id.", mimeType: "application/json" },
    ({ href }, { id }) => {
      const data = { id, templateTest: true, data: `Data for ID: ${id}` };
      return { contents: [{ uri: href, mimeType: "application/json", text: JSON.stringify(data) }] };
    },
  );
}

export function addPrompts(server: McpServer): void {
  server.registerPrompt("test_simple_prompt", { description: "A sentence." }, () => ({
    messages: [text("This is a simple prompt for testing.")],
  }));
  const arg1 = completable(z.string(), (value) => ["test", "hello"].filter((word) => word.startsWith(value)));
  server.registerPrompt(
    "test_prompt_with_arguments",
    { description: "A sentence with two words to fill.", argsSchema: z.object({ arg1, arg2: z.string() }) },
    (args) => ({ messages: [text(`Prompt with arguments: arg1='${args.arg1}', arg2='${args.arg2}'`)] }),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "A resource.", argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: "text/plain", text: "Embedded resource content for testing." };
      return { messages: [user({ type: "resource", resource }), text("Please process the embedded resource above.")] };
    },
  );
  server.registerPrompt("test_prompt_with_image", { description: "An image." }, () => ({
    messages: [user({ type: "image", data: PNG, mimeType: "image/png" }), text("Please analyze the image above.")],
  }));
}

/** A 2025 client may subscribe to a resource; 2026-07-28 has another way. */
export function addSubscriptions({ server }: McpServer): void {
  server.setRequestHandler("resources/subscribe", () => ({}));
  server.setRequestHandler("resources/unsubscribe", () => ({}));
}
