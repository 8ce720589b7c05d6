import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { BARE_ENV, PROGRAM } from "../../helpers/program.ts";
import { EXCEPTIONS, NOT_ASKED } from "./exceptions.ts";
import { EXPECTED, type Revision, SUITE, type Subject } from "./expected.ts";
import { serveFixture } from "./fixture.ts";
import { runSuite } from "./suite.ts";
import { judge, type Row } from "./verdict.ts";

// `npm run conformance`: the official suite against the built program and against the fixture. Prints what passed,
// exits with 1 when anything is not as the committed lists say.

interface Running {
  url: string;
  stop(): Promise<unknown>;
}

async function startProduct(): Promise<Running> {
  const args = [PROGRAM, "--http", "--port", "0", "--sandbox", "--calls-per-minute", "100000"];
  const child = spawn(process.execPath, args, { env: BARE_ENV, stdio: ["ignore", "ignore", "pipe"] });
  const url = await startedAt(child.stderr);
  child.stderr.resume();
  const exited = once(child, "exit");
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** The address of `/mcp` in the line that the program writes when it has started. */
async function startedAt(stderr: Readable): Promise<string> {
  let said = "";
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const url = /http:[^"]+\/mcp/.exec(said)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`the program did not start: ${said}`);
}

async function startFixture(): Promise<Running> {
  const http = await serveFixture();
  return { url: http.urls["mcp"] ?? "", stop: () => http.close() };
}

const SUBJECTS: Record<Subject, () => Promise<Running>> = { product: startProduct, fixture: startFixture };
const REVISIONS: readonly Revision[] = ["2025-11-25", "2026-07-28"];

async function runAll(): Promise<string[]> {
  const faults: string[] = [];
  for (const subject of ["product", "fixture"] as const) {
    const running = await SUBJECTS[subject]();
    for (const revision of REVISIONS) {
      const verdict = judge(subject, revision, await runSuite(running.url, revision));
      console.log(table(`${subject}, ${revision}`, verdict.rows));
      faults.push(...verdict.faults.map((fault) => `${subject}, ${revision}, ${fault}`));
    }
    await running.stop();
  }
  return faults;
}

function table(title: string, rows: readonly Row[]): string {
  const sum = (key: "passed" | "excepted") => rows.reduce((total, row) => total + row[key], 0);
  const line = (name: string, passed: number | string, excepted: number | string) =>
    `  ${name.padEnd(46)}${String(passed).padStart(8)}${String(excepted).padStart(10)}`;
  return [
    `\n${title}`,
    line("scenario", "passed", "excepted"),
    ...rows.map(({ scenario, passed, excepted }) => line(scenario, passed, excepted || "")),
    line(`${rows.length} scenarios`, sum("passed"), sum("excepted")),
  ].join("\n");
}

function exceptionList(): string {
  const reasons = new Map<string, number>();
  for (const { reason } of EXCEPTIONS) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    "\nExceptions",
    ...[...reasons].map(([reason, count]) => `  ${count} checks: ${reason}`),
    ...NOT_ASKED.map(({ scenario, reason }) => `  ${scenario.source}: ${reason}`),
  ].join("\n");
}

console.log(`${SUITE} against ${Object.keys(EXPECTED).join(" and ")}`);
const faults = await runAll();
console.log(exceptionList());
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(faults.length === 0 ? "\nConformance: as expected." : `\nConformance: ${faults.length} faults.`);
process.exit(faults.length === 0 ? 0 : 1);
