import { measureCalls } from "./calls.ts";
import { build, startSandboxProcess } from "./children.ts";
import { type Figure, FULL, isMet, QUICK } from "./figures.ts";
import { print } from "./report.ts";

// `npm run bench`: what the product costs over what stands below it, in one run. `-- --write` also writes
// docs/performance.md, `-- --quick` is over in seconds and proves nothing but that it runs, `-- --only <word>` measures
// a part. Exits with 1 when a target is missed.

const argv = process.argv.slice(2);
const scale = argv.includes("--quick") ? QUICK : FULL;
build();
const sandbox = await startSandboxProcess();
const figures: Figure[] = [];
try {
  figures.push(...(await measureCalls({ sandbox: sandbox.origin }, scale)));
} finally {
  await sandbox.stop();
}
print(figures);
process.exit(figures.every(isMet) ? 0 : 1);
