import fc from "fast-check";
import { expect, test } from "vitest";
import { createClock } from "../../src/kapso/http/clock.ts";
import { connect, emptyList, json, PHONE, type Step, serve } from "./scripted-server.ts";

const NOW = Date.UTC(2026, 10, 20, 14, 3, 11);
const header = (ms: number) => new Date(ms).toUTCString();
const dated = (date: string, more: Record<string, string> = {}): Step => json(200, { data: [] }, { date, ...more });

async function after(...steps: Step[]): Promise<number> {
  const server = await serve(...steps);
  const { kapso } = connect(server, { now: () => NOW });
  for (const _ of steps) await kapso.contacts.list(PHONE);
  return kapso.now() - NOW;
}

test("without an answer it is the own clock", async () => {
  const server = await serve(emptyList);
  expect(connect(server, { now: () => NOW }).kapso.now()).toBe(NOW);
});

test("follows a service whose clock differs", async () => {
  expect(await after(dated(header(NOW + 90_000)))).toBe(90_500);
  expect(await after(dated(header(NOW - 25 * 3_600_000)))).toBe(-25 * 3_600_000 + 500);
});

test("does not move for what the resolution of the header explains", async () => {
  expect(await after(dated(header(NOW)))).toBe(0);
  expect(await after(dated(header(NOW - 1_000)))).toBe(0);
  expect(await after(dated(header(NOW + 90_000)), dated(header(NOW + 91_000)), dated(header(NOW + 90_000)))).toBe(
    90_500,
  );
});

test("follows a clock that is put forward", async () => {
  expect(await after(dated(header(NOW)), dated(header(NOW + 3_600_000)))).toBe(3_600_500);
});

test.each(["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2150 00:00:00 GMT"])(
  "ignores the date %j",
  async (date) => {
    expect(await after(dated(date))).toBe(0);
  },
);

test("ignores an answer that comes from a cache", async () => {
  expect(await after(dated(header(NOW - 90_000), { age: "90" }))).toBe(0);
});

test("ends up near the service's clock, whatever the way between takes", () => {
  const minute = 60_000;
  fc.assert(
    fc.property(
      fc.integer({ min: -900 * minute, max: 900 * minute }),
      fc.nat(20_000),
      fc.nat(20_000),
      (offset, there, back) => {
        const clock = createClock(() => NOW);
        const arrival = NOW + there + offset;
        clock.observe(header(arrival), NOW, NOW + there + back);
        // Half the way and the second of the header's resolution are what cannot be known.
        expect(Math.abs(clock.now() - (NOW + offset))).toBeLessThanOrEqual(1_000 + (there + back) + 500);
      },
    ),
  );
});

test("what rules go by is no further from the own clock than the bound", () => {
  const property = fc.property(fc.integer({ min: -50_000_000, max: 50_000_000 }), (off) => {
    const clock = createClock(() => NOW, 600_000);
    clock.observe(header(NOW + off), NOW, NOW);
    expect(Math.abs(clock.bounded() - NOW)).toBeLessThanOrEqual(600_000);
    if (Math.abs(off) < 590_000) expect(clock.bounded()).toBe(clock.now());
  });
  fc.assert(property);
  const free = createClock(() => NOW);
  free.observe(header(NOW + 86_400_000), NOW, NOW);
  expect(free.bounded()).toBe(free.now());
});
