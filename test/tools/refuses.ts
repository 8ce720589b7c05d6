import { expect, test } from "vitest";
import { type Args, faultsOf } from "./direct.ts";

/** A change to valid arguments (`undefined` takes one away), and parts of the faults that must come of it, in order. */
export type Case = [change: Args, ...faults: string[]];

/** A test for each change: exactly these faults are found. */
export function refuses(tool: string, label: string, valid: Args, cases: readonly Case[]): void {
  const named = cases.map(([change, ...faults]) => [faults.join(" | "), change, faults] as const);
  test.each(named)(`${label}: %s`, (_, change, faults) => {
    const args = Object.entries({ ...valid, ...change }).filter(([, value]) => value !== undefined);
    const expected = faults.map((fault) => expect.stringContaining(fault));
    expect(faultsOf(tool, Object.fromEntries(args))).toEqual(expected);
  });
}

export const x = (count: number) => "x".repeat(count);
/** Longer in UTF-16 units and in bytes than in the code points that limits count. */
export const emoji = (count: number) => "😀".repeat(count);
export const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
