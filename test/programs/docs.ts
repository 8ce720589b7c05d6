/** `npm run docs`: writes into the documentation what the registry says, and names what changed. `docs.test.ts` fails where it was not run. */
import { readFileSync, writeFileSync } from "node:fs";
import { fillReadme, tokensFile, toolsPage } from "../helpers/docs-tables.ts";

const at = (file: string) => new URL(`../../${file}`, import.meta.url);
const read = (file: string) => readFileSync(at(file), "utf8");

const written = {
  "src/server/offer/tokens.ts": tokensFile(),
  "README.md": fillReadme(read("README.md")),
  "docs/tools.md": toolsPage(),
};

const changed = Object.entries(written).filter(([file, text]) => read(file) !== text);
for (const [file, text] of changed) {
  writeFileSync(at(file), text);
  console.log(`${file} was changed`);
}
if (changed.length === 0) console.log("Nothing had changed.");
