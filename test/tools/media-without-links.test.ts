import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { MediaFolder } from "../../src/tools/media/folder.ts";

vi.mock(import("node:fs/promises"), async (original) => ({
  ...(await original()),
  link: () => Promise.reject(Object.assign(new Error("operation not permitted"), { code: "EPERM" })),
}));

test("on a disk without links a file is saved too, and never over another one", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "media-links-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = new MediaFolder(root);
  const saved = [await folder.add("a.txt", Buffer.from("one")), await folder.add("a.txt", Buffer.from("two"))];
  expect(await Promise.all(saved.map((file) => readFile(file, "utf8")))).toEqual(["one", "two"]);
  expect(await folder.add("a.txt", Buffer.from("one"))).toBe(saved[0]);
  expect(await readdir(root)).toHaveLength(2);
});
