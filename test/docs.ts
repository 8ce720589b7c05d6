/** `npm run docs`: writes into the documentation what the registry says. `docs.test.ts` holds that it was run. */
import { readFileSync, writeFileSync } from "node:fs";
import { fillReadme, tokensFile, toolsPage } from "./docs-tables.ts";

const at = (file: string) => new URL(`../${file}`, import.meta.url);

writeFileSync(at("src/server/offer/tokens.ts"), tokensFile());
writeFileSync(at("README.md"), fillReadme(readFileSync(at("README.md"), "utf8")));
writeFileSync(at("docs/tools.md"), toolsPage());
