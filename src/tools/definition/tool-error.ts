/**
 * What a tool itself has to refuse once it runs: a sentence for the model, and the tools that help on. A tool name
 * here is shown only where that tool is selected.
 */
export class ToolError extends Error {
  readonly see: readonly string[];
  constructor(message: string, options: { see?: readonly string[]; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "ToolError";
    this.see = options.see ?? [];
  }
}
