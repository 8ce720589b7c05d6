import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const FOLDER = pathToFileURL(path.resolve("src/tools/media/folder.ts")).href;
const MEGABYTES = 200;

test("a process that is killed while it saves a file leaves none that is cut off", async () => {
  const dir = await mkdtemp(path.join(tmpdir(), "media-killed-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const script = `
    const { MediaFolder } = await import(${JSON.stringify(FOLDER)});
    const { watch } = await import("node:fs");
    watch(${JSON.stringify(dir)}).once("change", () => process.kill(process.pid, "SIGKILL"));
    await new MediaFolder(${JSON.stringify(dir)}).add("film.mp4", Buffer.alloc(${MEGABYTES} << 20));
    console.log("saved");
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  const signal = await new Promise((resolve) => child.once("close", (_, by) => resolve(by)));
  expect([signal, said]).toEqual(["SIGKILL", []]);
  const names = await readdir(dir);
  expect(names).not.toEqual([]);
  for (const name of names.filter((each) => !each.endsWith(".part"))) {
    expect((await stat(path.join(dir, name))).size).toBe(MEGABYTES << 20);
  }
}, 30_000);
