import { readFileSync, writeFileSync } from "node:fs";
import { cpus, type as system, totalmem } from "node:os";
import { type Figure, isMet } from "./figures.ts";

export const COLUMNS = ["figure", "value", "target", "met", "spread (quartiles)"] as const;

export function cells(figure: Figure): string[] {
  const { name, value, unit = "", target, spread } = figure;
  const show = (number: number) => `${number.toFixed(2)}${unit && ` ${unit}`}`;
  return [
    name,
    show(value),
    target === undefined ? "" : `${target.sign} ${target.value}${unit && ` ${unit}`}`,
    target === undefined ? "" : isMet(figure) ? "yes" : "no",
    spread === undefined ? "" : `${spread[0].toFixed(2)} to ${spread[1].toFixed(2)}`,
  ];
}

export function print(figures: readonly Figure[]): void {
  const rows = [[...COLUMNS], ...figures.map(cells)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

const PAGE = new URL("../../../docs/performance.md", import.meta.url);
const MEASURED_WITH = [
  "@modelcontextprotocol/server",
  "@modelcontextprotocol/sdk",
  "undici",
  "hono",
  "@kapso/whatsapp-cloud-api",
];

/** Writes the figures to docs/performance.md; what stands there behind the figures, written by people, stays. */
export function write(figures: readonly Figure[], argv: readonly string[]): void {
  const END = "<!-- end of figures -->";
  const before = safely(() => readFileSync(PAGE, "utf8")) ?? "";
  const kept = before.includes(END) ? before.slice(before.indexOf(END)) : `${END}\n`;
  const table = (rows: readonly Figure[], columns: readonly string[]) =>
    [columns, columns.map(() => "---"), ...rows.map((row) => cells(row).slice(0, 5))]
      .map((row) => `| ${row.join(" | ")} |`)
      .join("\n");
  writeFileSync(
    PAGE,
    `${HEAD}
${machine(argv)}

## Targets

${table(
  figures.filter(({ target }) => target !== undefined),
  COLUMNS,
)}

## Behind them

${table(
  figures.filter(({ target }) => target === undefined),
  COLUMNS,
)}

${kept}`,
  );
}

const HEAD = `# Performance

What this server costs, measured on the built program against the sandbox on loopback, each side in a process of its own.
Nothing here says how fast Kapso or WhatsApp answer: over a network all of it is small beside that.

Ratios are of medians within one run. The two sides of a ratio take turns, call by call, so that whatever else the
machine does hits both. The spread is that of the rounds.

Baselines:

- (a) \`undici\` asking the sandbox directly: the limit.
- (b) the floor, \`test/programs/bench/floor.ts\`: the bare MCP SDK with its defaults and one tool that fetches the same rows and
  returns them as they came, as text and as structured content.
- (c) Kapso's own SDK making the same request.
`;

function machine(argv: readonly string[]): string {
  const versions = MEASURED_WITH.map((name) => `${name} ${versionOf(name)}`).join(", ");
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run bench${argv.length > 0 ? ` -- ${argv.join(" ")}` : ""}\`: ${system()}, ${cpus().length} x ${cpu?.model.trim() || "CPU"}, ${memory};
Node ${process.version}; ${versions}.`;
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return String(JSON.parse(readFileSync(file, "utf8")).version);
}

function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
