import { TOKENS } from "./tokens.ts";
import type { Served } from "./tools.ts";

/** The selected tools with what their definitions cost, for people or as JSON. */
export function printTools(served: readonly Served[], json: boolean): string {
  const rows = served.map(({ tool, ...definition }) => ({
    name: tool.name,
    effect: tool.effect,
    tokens: TOKENS[tool.name] ?? 0,
    ...definition,
  }));
  if (json) return `${JSON.stringify(rows, null, 2)}\n`;
  const total = rows.reduce((sum, row) => sum + row.tokens, 0);
  const lines = rows.map(
    ({ name, effect, tokens, title }) =>
      `${name.padEnd(26)} ${effect.padEnd(7)} ${String(tokens).padStart(6)}  ${title}`,
  );
  const head = `${"tool".padEnd(26)} ${"effect".padEnd(7)} ${"tokens".padStart(6)}  title`;
  return `${[head, ...lines, `${rows.length} tools, ${total} tokens (o200k)`].join("\n")}\n`;
}
