import { fileURLToPath } from "node:url";
import { copyFileSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { jsonSchemas } from "../src/server/offer/advertise.ts";
import { TOOLSETS } from "../src/tools/index.ts";

// `npm run build`: the program in few files, since loading hundreds takes longer than all that they do at start, and
// with the JSON Schemas of the tools in it. Packages stay where npm puts them. Types are `npm run check`'s to look at.

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const tools = TOOLSETS.flatMap((toolset) => toolset.tools);
const schemas = Object.fromEntries(tools.map((tool) => [tool.name, jsonSchemas(tool)]));

rmSync(`${ROOT}dist`, { recursive: true, force: true });
await build({
  entryPoints: [`${ROOT}src/main.ts`],
  outdir: `${ROOT}dist`,
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20.18",
  charset: "utf8",
  sourcemap: true,
  logLevel: "warning",
  define: { BUILT_SCHEMAS: JSON.stringify(JSON.stringify(schemas)) },
});
// A thread is started from a file by its name.
copyFileSync(`${ROOT}src/tools/media/image/shrink-worker.mjs`, `${ROOT}dist/shrink-worker.mjs`);
