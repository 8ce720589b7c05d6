import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A checkout as a newcomer may have one: a space, and letters that a URL would spell otherwise. */
let checkout: string;
beforeAll(() => {
  checkout = path.join(mkdtempSync(path.join(tmpdir(), "kapso-")), "Meine Überraschung 100%");
  mkdirSync(checkout);
  for (const part of ["src", ".config", "package.json", "tsconfig.json"])
    cpSync(path.join(ROOT, part), path.join(checkout, part), { recursive: true });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(checkout, "node_modules"));
});
afterAll(() => rmSync(path.dirname(checkout), { recursive: true }));

const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8" });

test("the program is built and started in a folder with a space and foreign letters", () => {
  run("--import", "tsx", ".config/build.ts");
  expect(run("dist/main.js", "tools")).toContain("send_message");
  expect(run("dist/main.js", "--version")).toMatch(/^\d+\.\d+\.\d+/);
});
