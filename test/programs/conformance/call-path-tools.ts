import { z } from "zod";
import { defineTool, type Tool, type ToolContext, WithAttachments } from "../../../src/tools/definition/tool.ts";

/** A red pixel, and a WAV of no sound. */
export const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
export const WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

const output = z.strictObject({ text: z.string() });

function readTool(name: string, run: (context: ToolContext) => Promise<z.input<typeof output> | Attached>): Tool {
  return defineTool({
    name,
    title: name,
    description: `The suite's ${name}, on the product's path of a call.`,
    scope: "project",
    effect: "read",
    input: z.strictObject({}),
    output,
    run: (_, context) => run(context),
  });
}
type Attached = WithAttachments<z.input<typeof output>>;

/** What the suite asks for that the product's own path of a call can give. */
export const CALL_PATH_TOOLS: readonly Tool[] = [
  readTool("test_simple_text", async () => ({ text: "This is a simple text response for testing." })),
  readTool(
    "test_image_content",
    async () => new WithAttachments({ text: "An image." }, [{ type: "image", data: PNG, mimeType: "image/png" }]),
  ),
  readTool(
    "test_audio_content",
    async () => new WithAttachments({ text: "A sound." }, [{ type: "audio", data: WAV, mimeType: "audio/wav" }]),
  ),
  readTool("test_error_handling", async () => {
    throw new Error("This tool intentionally returns an error for testing");
  }),
  readTool("test_tool_with_progress", async ({ progress }) => {
    for (const done of [0, 50, 100]) await progress(done, 100, `Completed step ${done} of 100`);
    return { text: "Done." };
  }),
];
