import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { type Revision, SUITE } from "./expected.ts";

const checks = z.array(
  z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() }).transform((check) => ({
    id: check.id,
    status: check.status,
    message: check.errorMessage ?? "",
  })),
);
export type Checks = z.output<typeof checks>;

/** What the suite found, by scenario. The suite needs a newer Node than this project: the registry has that too. */
export async function runSuite(url: string, revision: Revision): Promise<Map<string, Checks>> {
  const out = await mkdtemp(path.join(tmpdir(), "conformance-"));
  try {
    const packages = ["-y", "-p", "node@24", "-p", SUITE];
    const options = ["server", "--url", url, "--requirements", revision, "-o", out];
    const child = spawn("npx", [...packages, "conformance", ...options], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    await once(child, "close"); // Its exit code says that something failed, as here it may: the exceptions decide.
    const results = await readResults(out);
    if (results.size === 0) throw new Error(`The suite did not run:\n${said}`);
    return results;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** A folder for each scenario: `server-<scenario>-<time>`. */
async function readResults(out: string): Promise<Map<string, Checks>> {
  const results = new Map<string, Checks>();
  for (const folder of await readdir(out)) {
    const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(folder)?.[1];
    if (scenario === undefined) throw new Error(`The suite wrote ${folder}, whose scenario is not clear.`);
    results.set(scenario, checks.parse(JSON.parse(await readFile(path.join(out, folder, "checks.json"), "utf8"))));
  }
  return results;
}
