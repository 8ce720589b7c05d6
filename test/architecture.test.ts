import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../src");

/** Who may import whom: each folder only what stands to its right, and the named files beside it. */
const MAY_IMPORT: Record<string, string[]> = {
  main: ["config", "log", "transports", "server", "tools", "kapso", "sandbox"],
  config: ["tools", "kapso"],
  transports: ["log", "server"],
  server: ["log", "prompts", "resources", "tools", "kapso"],
  prompts: ["resources", "tools", "kapso"],
  resources: ["tools", "kapso"],
  tools: ["kapso"],
  kapso: [],
  sandbox: ["kapso"],
  log: [],
};

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** `tools/media/folder.ts` is of tools, `main.ts` of main. */
const room = (file: string) => file.split(path.sep)[0]!.replace(/\.ts$/, "");

function imports(file: string) {
  const text = readFileSync(path.join(SRC, file), "utf8");
  const statements = text.matchAll(
    /(?:^|\n)(?:import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"|import\(\s*"(\.[^"]+)"\s*\)/g,
  );
  return [...statements].map(([, typeOnly, from, dynamic]) => ({
    target: path.relative(SRC, path.resolve(SRC, path.dirname(file), from ?? dynamic ?? "")),
    typeOnly: typeOnly !== undefined,
    dynamic: dynamic !== undefined,
  }));
}

test("there are files to look at, and imports in them", () => {
  expect(files.length).toBeGreaterThan(20);
  expect(imports("main.ts").length).toBeGreaterThan(5);
});

test.each(files)("%s imports only what stands to its right", (file) => {
  const from = room(file);
  expect(MAY_IMPORT, `${from} is a room that this test does not know`).toHaveProperty(from);
  for (const { target } of imports(file)) {
    const to = room(target);
    if (to !== from) expect(MAY_IMPORT[from], `${file} imports ${target}`).toContain(to);
  }
});

/** Files that import each other, in a circle of any length; types and what is loaded on use count too. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map([...graph.keys()].map((file) => [file, reachedFrom(file, graph)]));
  const inCircle = [...graph.keys()].filter((file) => reach.get(file)?.has(file));
  const found = inCircle.map((file) =>
    inCircle.filter((each) => reach.get(file)?.has(each) && reach.get(each)?.has(file)),
  );
  return [...new Map(found.map((files) => [files.join(), files])).values()];
}

function reachedFrom(file: string, graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const next = [...(graph.get(file) ?? [])];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    next.push(...(graph.get(at) ?? []));
  }
  return seen;
}

test("no file has more than 250 lines", () => {
  const lines = (file: string) => readFileSync(path.join(SRC, file), "utf8").split("\n").length - 1;
  expect(files.filter((file) => lines(file) > 250)).toEqual([]);
});

test("circles of imports are found", () => {
  const graph = { a: ["b"], b: ["c", "d"], c: ["a"], d: ["e"], e: [], f: ["f"] };
  expect(circles(new Map(Object.entries(graph)))).toEqual([["a", "b", "c"], ["f"]]);
});

test("no files import each other in a circle", () => {
  expect(circles(new Map(files.map((file) => [file, imports(file).map(({ target }) => target)])))).toEqual([]);
});

const WIRE_TYPES = ["types.ts", "message-types.ts"].map((file) => path.join("kapso", file));

test("the sandbox takes nothing of the client but wire types", () => {
  for (const file of files.filter((each) => room(each) === "sandbox")) {
    for (const { target, typeOnly } of imports(file).filter((each) => room(each.target) === "kapso")) {
      expect(typeOnly, `${file} imports ${target} as a value`).toBe(true);
      expect(WIRE_TYPES, `${file} imports ${target}`).toContain(target);
    }
  }
});

test("main.ts loads the sandbox on use, and alone ends the process", () => {
  const statics = imports("main.ts").filter(({ dynamic, typeOnly }) => !dynamic && !typeOnly);
  expect(statics.map(({ target }) => room(target))).not.toContain("sandbox");
  for (const file of files.filter((each) => each !== "main.ts")) {
    expect(readFileSync(path.join(SRC, file), "utf8"), file).not.toContain("process.exit");
  }
});

const HTTP_ONLY = ["hono", "@hono/node-server", "@modelcontextprotocol/sdk", "prom-client", "rate-limiter-flexible"];

/** The packages that are loaded with a file, through all that it imports. */
function packagesWith(file: string, seen = new Set<string>()): string {
  if (seen.has(file)) return "";
  seen.add(file);
  const own = readFileSync(path.join(SRC, file), "utf8").match(/^import (?!type\b).*|^} from .*/gm) ?? [];
  const below = imports(file).filter(({ dynamic, typeOnly }) => !dynamic && !typeOnly);
  return [...own, ...below.map(({ target }) => packagesWith(target, seen))].join("\n");
}

test("stdio loads no HTTP server and no image code, and HTTP loads what it needs on use", () => {
  const loads = (file: string, name: string) => packagesWith(file).includes(`from "${name}`);
  for (const name of [...HTTP_ONLY, "file-type", "@jimp", "ipaddr.js"]) {
    expect(loads("main.ts", name), name).toBe(false);
  }
  const onUse = imports("main.ts").filter(({ dynamic }) => dynamic);
  for (const name of HTTP_ONLY) {
    expect(
      onUse.some(({ target }) => loads(target, name)),
      name,
    ).toBe(true);
  }
});

test("types of the 1.x SDK stay in the SSE transport", () => {
  const users = files.filter((file) =>
    readFileSync(path.join(SRC, file), "utf8").includes("@modelcontextprotocol/sdk"),
  );
  expect(users).toEqual([path.join("transports", "sse.ts")]);
});
