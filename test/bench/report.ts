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
