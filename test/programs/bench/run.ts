import { measureCalls } from "./calls.ts";
import { build, startSandboxProcess } from "./children.ts";
import { type Figure, FULL, isMet, QUICK, type Scale } from "./figures.ts";
import { measureGuards } from "./guards.ts";
import { measureHeap } from "./memory.ts";
import { measurePage } from "./page.ts";
import { print, write } from "./report.ts";
import { measureStart, measureToolList } from "./start.ts";
import { measureTokens } from "./tokens.ts";
import { measureWalk } from "./walk.ts";

// `npm run bench`: what the product costs over what stands below it, in one run. `-- --write` also writes
// docs/performance.md, `-- --quick` takes seconds and only shows that it runs, `-- --only=<part>` measures one part.
// Exits with 1 when a target is missed.

/** Each part has a sandbox of its own: what one has written does not weigh on the next. */
const PARTS: Record<string, (sandbox: string, scale: Scale) => Promise<Figure[]> | Figure[]> = {
  calls: (sandbox, scale) => measureCalls({ sandbox }, scale),
  start: (sandbox, scale) => measureStart({ sandbox }, scale),
  list: (sandbox, scale) => measureToolList({ sandbox }, scale),
  heap: (sandbox, scale) => measureHeap({ sandbox }, scale),
  page: (_, scale) => measurePage(scale),
  tokens: (sandbox) => measureTokens({ sandbox }),
  walk: (_, scale) => measureWalk(scale),
  guards: (sandbox, scale) => measureGuards({ sandbox }, scale),
};

const argv = process.argv.slice(2);
const scale = argv.includes("--quick") ? QUICK : FULL;
const only = argv.find((word) => word.startsWith("--only="))?.slice("--only=".length);
build();
const figures: Figure[] = [];
for (const [part, measure] of Object.entries(PARTS)) {
  if (only !== undefined && only !== part) continue;
  const sandbox = await startSandboxProcess();
  try {
    figures.push(...(await measure(sandbox.origin, scale)));
  } finally {
    await sandbox.stop();
  }
}
print(figures);
if (argv.includes("--write")) write(figures, argv);
process.exit(figures.every(isMet) ? 0 : 1);
