import { z } from "zod";
import { readConfig } from "../../src/config/config.ts";
import { createKapso } from "../../src/kapso/client.ts";
import { createLog } from "../../src/log.ts";
import { createServers } from "../../src/server/create.ts";
import { serveTools } from "../../src/server/offer/tools.ts";
import { createSends } from "../../src/server/sends/sends.ts";
import { createWrites } from "../../src/server/writes/create.ts";
import { defineTool } from "../../src/tools/definition/tool.ts";
import { serveOnHttp } from "../../src/transports/http.ts";
import { createMetrics } from "../../src/transports/metrics.ts";
import { serveOnStdio } from "../../src/transports/stdio.ts";
import { NO_RULES } from "../helpers/harness.ts";

let end = withResolvers();

/**
 * A program that serves, on the product's transports, what no tool of the product does yet: telling how far it is
 * (through the product's path of a call) and asking a person.
 */
const count = defineTool({
  name: "count",
  title: "Count",
  description: "Counts to three, tells so, and ends when it is let.",
  scope: "project",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({ counted: z.int() }),
  async run(_, { progress }) {
    for (const number of [1, 2, 3]) await progress(number, 3, `said ${number}`);
    await end.promise;
    end = withResolvers();
    return { counted: 3 };
  },
});

/** Lets the count end that runs, or the next one. */
const letEnd = defineTool({
  name: "let_end",
  title: "Let end",
  description: "Lets count end.",
  scope: "project",
  effect: "update",
  input: z.strictObject({}),
  output: z.strictObject({}),
  async run() {
    end.resolve();
    return {};
  },
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A person is asked before it runs, or it does not run. */
const ask = defineTool({
  name: "ask",
  title: "Ask",
  description: "Asks.",
  scope: "project",
  effect: "delete",
  input: z.strictObject({}),
  output: z.strictObject({ sure: z.boolean() }),
  run: async () => ({ sure: true }),
});

const log = createLog("info");
const selected = new Set([count.name, letEnd.name, ask.name]);
const services = {
  kapso: createKapso({ baseUrl: "http://127.0.0.1:9", graphVersion: "v23.0", apiKey: "none" }),
  defaults: {},
  log,
  selected,
  sends: createSends({ dedupeSeconds: 300, defaults: {}, selected }),
  writes: createWrites({ ...NO_RULES, confirm: ["delete"], confirmFallback: "refuse" }, log),
};
const info = { name: "matrix-fixture", title: "Fixture of the matrix", version: "0.0.0" };
const servers = createServers(info, serveTools([count, letEnd, ask], {}, false), services);

if (process.argv.includes("--http")) {
  const config = readConfig({ KAPSO_SANDBOX: "1", MCP_HTTP: "1", MCP_PORT: "0" });
  const http = await serveOnHttp(servers, config, { log, metrics: createMetrics() });
  log.info(http.urls, "serving");
} else {
  serveOnStdio(servers, log, () => process.exit(0));
}
