import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { printTools } from "../../src/server/offer/print-tools.ts";
import { serveTools } from "../../src/server/offer/tools.ts";
import { selectTools } from "../../src/tools/index.ts";
import { BARE_ENV, PROGRAM } from "../helpers/program.ts";

const SELECTION = { tools: [], excludeTools: [], readOnly: false, graphWrite: true };

test("the built program, which has its JSON Schemas at hand, shows the same tools as the sources", () => {
  const toolsets = ["all", "graph"];
  const env = { ...BARE_ENV, KAPSO_GRAPH_WRITE: "1" };
  const args = [PROGRAM, "tools", "--json", "--toolsets", toolsets.join(",")];
  const { stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect(stdout).toBe(printTools(serveTools(selectTools({ ...SELECTION, toolsets }), {}, true), true));
});
