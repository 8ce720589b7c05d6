import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MediaFolder } from "../../src/tools/media/folder.ts";

let root: string;
let folder: MediaFolder;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "kapso-folder-"));
  folder = new MediaFolder(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const live = new AbortController().signal;
async function* pieces(...texts: string[]) {
  yield* texts;
}

test("a stream has its name only when it is whole", async () => {
  const seen: string[][] = [];
  async function* watched() {
    yield "one ";
    seen.push(readdirSync(root));
    yield "two ç";
  }
  const file = await folder.stream("a.txt", watched(), live);
  expect(file).toEqual({ path: path.join(root, "a.txt"), bytes: 10 });
  expect(readFileSync(file.path, "utf8")).toBe("one two ç");
  expect(seen).toEqual([[expect.stringMatching(/^a\.txt\..*\.part$/)]]);
  expect(readdirSync(root)).toEqual(["a.txt"]);
});

test("a stream that fails leaves nothing, and its own error", async () => {
  await folder.stream("a.txt", pieces("before"), live);
  async function* failing() {
    yield "half";
    throw new RangeError("broken");
  }
  await expect(folder.stream("a.txt", failing(), live)).rejects.toThrow(RangeError);
  expect(readdirSync(root)).toEqual(["a.txt"]);
  expect(readFileSync(path.join(root, "a.txt"), "utf8")).toBe("before");
});

test("a stream that is cancelled in its last piece leaves nothing", async () => {
  const controller = new AbortController();
  async function* cancelled() {
    yield "all of it";
    controller.abort();
  }
  await expect(folder.stream("a.txt", cancelled(), controller.signal)).rejects.toThrow("aborted");
  expect(readdirSync(root)).toEqual([]);
});

test("a stream that cannot get its name is explained, and leaves nothing", async () => {
  mkdirSync(path.join(root, "a.txt"));
  await expect(folder.stream("a.txt", pieces("x"), live)).rejects.toThrow(/could not be written .*\(E[A-Z]+\)/);
  expect(readdirSync(root)).toEqual(["a.txt"]);
});

test.each(["../a.txt", "a/b.txt", ".hidden", "", "a\tb.txt", "a.", "CON", "con.txt", "a\u202Eb.txt"])(
  "a stream is not named %j",
  async (name) => {
    await expect(folder.stream(name, pieces("x"), live)).rejects.toThrow("no plain file name");
  },
);

test("a spool has no name, and gives its blocks back in any order", async () => {
  const spool = await folder.spool();
  for (const block of ["first\n", "", "olá 👋"]) await spool.append(block);
  expect(readdirSync(root)).toEqual([]);
  expect(spool.length).toBe(3);
  expect([await spool.read(2), await spool.read(0), await spool.read(1)]).toEqual(["olá 👋", "first\n", ""]);
  await spool.append("more");
  expect(await spool.read(3)).toBe("more");
  await spool.close();
  expect(readdirSync(root)).toEqual([]);
});

test("a folder that becomes a link while a file of it is opened is not followed", async () => {
  const outside = mkdtempSync(path.join(tmpdir(), "kapso-outside-"));
  writeFileSync(path.join(outside, "a.txt"), "secret");
  const inside = path.join(root, "in");
  const results = new Set<string>();
  for (let round = 0; round < 200; round += 1) {
    rmSync(inside, { recursive: true, force: true });
    mkdirSync(inside);
    writeFileSync(path.join(inside, "a.txt"), "public");
    const reading = folder.read("in/a.txt", 100).then(
      ({ bytes }) => bytes.toString(),
      () => "refused",
    );
    // Another program, at some moment of the read.
    for (let turns = round % 20; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
    rmSync(inside, { recursive: true, force: true });
    symlinkSync(outside, inside);
    results.add(await reading);
  }
  rmSync(outside, { recursive: true, force: true });
  expect([...results].sort()).not.toContain("secret");
  expect(results).toContain("refused");
});

test("the folder that it makes, and what is in it, are the owner's alone", async () => {
  const own = path.join(root, "made");
  const file = await new MediaFolder(own).add("a.txt", Buffer.from("a"));
  expect(statSync(own).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
