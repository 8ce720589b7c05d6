import { afterEach, describe, expect, test, vi } from "vitest";
import { ExportStore } from "../../src/server/exports.ts";

const FILE = { name: "messages.csv", mimeType: "text/csv" };
const live = new AbortController().signal;

async function* pieces(...texts: string[]) {
  yield* texts;
}

const keep = (store: ExportStore, owner: string, ...texts: string[]) =>
  store.of(owner).keep(FILE, pieces(...texts), live);
const idOf = ({ uri = "" }) => uri.split("/").at(-1) ?? "";
const KIB = 1024;
const small = { exportBytes: 4 * KIB, ownerBytes: 8 * KIB, totalBytes: 12 * KIB };
const kib = (count: number) => "x".repeat(count * KIB);

afterEach(() => vi.useRealTimers());

test("an export is read back whole, by its owner alone", async () => {
  const store = new ExportStore();
  const kept = await keep(store, "ana", "olá, ", "mundo 👋");
  expect(store.read("ana", idOf(kept))).toMatchObject({ ...FILE, text: "olá, mundo 👋", bytes: kept.bytes });
  expect(kept.bytes).toBe(Buffer.byteLength("olá, mundo 👋"));
  expect(store.read("rui", idOf(kept))).toBeUndefined();
  expect(store.read("", idOf(kept))).toBeUndefined();
  expect(store.list("ana").map(({ uri }) => uri)).toEqual([kept.uri]);
  expect(store.list("rui")).toEqual([]);
});

test("ids cannot be guessed", async () => {
  const store = new ExportStore();
  const ids = await Promise.all(Array.from({ length: 50 }, async () => idOf(await keep(store, "ana", "a"))));
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("is gone when its time is over, though nobody asks", async () => {
  vi.useFakeTimers();
  const store = new ExportStore({ ...small, keepMs: 60_000 });
  const kept = await keep(store, "ana", kib(4));
  expect(kept.expires_at).toBe(new Date(Date.now() + 60_000).toISOString());
  vi.advanceTimersByTime(59_999);
  expect(store.list("ana")).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(store.list("ana")).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("is not read when its time is over, though the timer is late", async () => {
  let now = 1_800_000_000_000;
  const store = new ExportStore({ now: () => now });
  const kept = await keep(store, "ana", "a");
  now += 15 * 60_000;
  expect(store.read("ana", idOf(kept))).toBeUndefined();
});

describe("room", () => {
  test("one export takes no more than its bound", async () => {
    const store = new ExportStore(small);
    await expect(keep(store, "ana", kib(4), "x")).rejects.toThrow(/larger than 0 MiB|smaller max_messages/);
    expect(store.list("ana")).toEqual([]);
    await keep(store, "ana", kib(4));
  });

  test("a caller's own oldest makes place, and nobody else's", async () => {
    const store = new ExportStore(small);
    const first = await keep(store, "ana", kib(4));
    const second = await keep(store, "ana", kib(4));
    const others = await keep(store, "rui", kib(4));
    const third = await keep(store, "ana", kib(4));
    expect(store.read("ana", idOf(first))).toBeUndefined();
    expect(store.list("ana").map(({ uri }) => uri)).toEqual([second.uri, third.uri]);
    expect(store.list("rui").map(({ uri }) => uri)).toEqual([others.uri]);
  });

  test("where others fill it, an export is refused and nothing is lost", async () => {
    const store = new ExportStore(small);
    for (const owner of ["ana", "ana", "rui"]) await keep(store, owner, kib(4));
    await expect(keep(store, "eva", "x")).rejects.toThrow(/no room.*after 15 minutes/);
    expect(store.list("ana")).toHaveLength(2);
  });

  test("what is put aside counts until it is closed", async () => {
    const store = new ExportStore(small);
    const spools = await Promise.all(["ana", "rui", "eva"].map((owner) => store.of(owner).spool()));
    for (const spool of spools) await spool.append(kib(4));
    expect(await spools[0]?.read(0)).toBe(kib(4));
    await expect(keep(store, "leo", "x")).rejects.toThrow(/no room/);
    for (const spool of spools) await spool.close();
    await keep(store, "leo", "x");
  });

  test("what fails or is cancelled on the way leaves nothing, and its room is free", async () => {
    const store = new ExportStore(small);
    async function* failing() {
      yield kib(4);
      throw new Error("broken");
    }
    const controller = new AbortController();
    async function* cancelled() {
      yield kib(4);
      controller.abort(new Error("cancelled"));
    }
    for (let round = 0; round < 5; round += 1) {
      await expect(store.of("ana").keep(FILE, failing(), live)).rejects.toThrow("broken");
      await expect(store.of("ana").keep(FILE, cancelled(), controller.signal)).rejects.toThrow("cancelled");
    }
    expect(store.list("ana")).toEqual([]);
    for (const owner of ["ana", "rui", "eva"]) await keep(store, owner, kib(4));
  });
});
