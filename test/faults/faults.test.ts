import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { CERTIFICATE, KEY } from "../helpers/certificate.ts";
import type { Answer } from "../helpers/harness.ts";
import { KIND_NAMES, KINDS, type KindName, REPLY, type Wired, wired } from "./kinds.ts";
import { claimOf, expectedOf, FAULTS, type Fault } from "./table.ts";
import { limitedUntil, resetAfter, skewed } from "./troubles.ts";

const CALL_MS = 800;
const SHORT = { timeouts: { headersMs: 300, bodyMs: 300, callMs: CALL_MS, transferMs: CALL_MS } };
/** What a loaded machine may add. */
const SLACK_MS = 1_500;

const leftFor = ({ line }: Wired, kind: KindName) => line.seen.filter((each) => each.startsWith(KINDS[kind].method));

/** No failure betrays the key, passes a page of HTML on, or leaves the model without a next step. */
function expectExplained({ text }: Answer): void {
  expect(text).toMatch(/\nNext: \S/);
  expect(text).not.toMatch(/[<>]|sandbox-key|failed inside this server/);
}

/** What the customer wrote while the tool waited is there, once. */
function expectReply({ data }: Answer): void {
  expect(data.replied).toBe(true);
  expect(data.messages.map(({ text }: { text?: string }) => text)).toEqual([REPLY]);
}

async function meet(on: Wired, fault: Fault, kind: KindName): Promise<void> {
  const { claim, least, most } = expectedOf(fault, kind);
  const writes = KINDS[kind].method !== "GET" && (claim === "done" || fault.reached) ? 1 : 0;
  on.line.trouble(KINDS[kind].method, fault.trouble);
  const started = performance.now();
  const answer = await on.run(kind);
  const took = performance.now() - started;
  const left = leftFor(on, kind).length;
  expect(claimOf(answer, kind), answer.text).toBe(claim);
  expect(left).toBeGreaterThanOrEqual(least);
  expect(left).toBeLessThanOrEqual(most);
  expect(on.effects(kind)).toBe(writes);
  expect(took).toBeLessThan((fault.slow ? CALL_MS : 0) + SLACK_MS);
  if (kind === "wait" && claim === "done") expectReply(answer);
  if (answer.isError) {
    expectExplained(answer);
    if (fault.says && claim !== "unknown") expect(answer.text).toMatch(fault.says);
  }
  on.line.mend();
  await again(on, kind, { claim, writes });
}

/** The fault is gone: the same call, and any other, do what they should. Nothing is sent twice. */
async function again(on: Wired, kind: KindName, { claim, writes }: { claim: string; writes: number }): Promise<void> {
  const next = await on.run(kind);
  if (kind === "send") {
    expect(claimOf(next, kind), next.text).toBe(claim === "unknown" ? "unknown" : "done");
    expect(on.effects(kind)).toBe(claim === "unknown" ? 0 : 1);
  }
  if (kind === "wait") expectReply(next);
  // What is deleted cannot be deleted again, and the answer says so.
  if (kind === "delete" && writes === 1) expect(next.text).toContain("does not exist");
  else if (kind !== "send") expect(next.isError, next.text).toBe(false);
  const other = await on.shift.call("get_contact", { wa_id: SANDBOX.openCustomer });
  expect(other.isError, other.text).toBe(false);
}

describe("faults that show at once", () => {
  let on: Wired;
  beforeAll(async () => {
    on = await wired();
  });
  afterAll(() => on.close());

  const quick = FAULTS.filter(({ slow }) => !slow);
  test.each(quick.flatMap((fault) => KIND_NAMES.map((kind) => ({ name: fault.name, kind, fault }))))(
    "$name: $kind",
    async ({ fault, kind }) => {
      on.shift.sandbox.reset();
      await meet(on, fault, kind);
    },
  );
});

describe("faults that take time end at their timeout", () => {
  const all = new Map<KindName, Wired>();
  beforeAll(async () => {
    for (const kind of KIND_NAMES) all.set(kind, await wired(SHORT));
  });
  afterAll(async () => {
    for (const on of all.values()) await on.close();
  });

  test.each(FAULTS.filter(({ slow }) => slow))("$name", async (fault) => {
    const meetings = [...all].map(async ([kind, on]) => {
      on.shift.sandbox.reset();
      await on.shift.call("get_contact", { wa_id: SANDBOX.openCustomer });
      await meet(on, fault, kind);
    });
    await Promise.all(meetings);
  });
});

describe("a connection that is never made", () => {
  const attempts = { read: 5, send: 5, delete: 1, upload: 1, wait: 5 };

  /** Every kind of tool, at an address that cannot be reached. */
  async function expectNothing(baseUrl: string, says: RegExp, count: Record<KindName, number>): Promise<void> {
    const requests: number[] = [];
    const on = await wired({ baseUrl, onRequest: () => void requests.push(1) });
    try {
      for (const kind of KIND_NAMES) {
        requests.length = 0;
        const answer = await on.run(kind);
        expect(claimOf(answer, kind), answer.text).toBe("nothing");
        expect(answer.text).toMatch(says);
        expectExplained(answer);
        expect(requests.length, kind).toBe(count[kind]);
        expect(on.effects(kind)).toBe(0);
      }
    } finally {
      await on.close();
    }
  }

  test("refused", () => expectNothing("http://127.0.0.1:1/api/meta", /ECONNREFUSED/, attempts));

  test("a name that nobody knows", () =>
    expectNothing("https://kapso.invalid/api/meta", /ENOTFOUND|EAI_AGAIN/, attempts));

  test("a certificate that nobody vouches for: nothing repeats itself", async () => {
    const server = createServer({ cert: CERTIFICATE, key: KEY }, (_, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const once = { read: 1, send: 1, delete: 1, upload: 1, wait: 1 };
      await expectNothing(`https://127.0.0.1:${port}/api/meta`, /certificate was refused/, once);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe("upstream goes and comes back on the same port", () => {
  test.each(KIND_NAMES)("%s", async (kind) => {
    const on = await wired();
    try {
      expect((await on.shift.call("list_contacts")).isError).toBe(false);
      await on.line.close();
      const gone = await on.run(kind);
      expect(claimOf(gone, kind), gone.text).toBe("nothing");
      expect(gone.text).toContain("ECONNREFUSED");
      expectExplained(gone);
      await on.line.open();
      const back = await on.run(kind);
      expect(back.isError, back.text).toBe(false);
      if (kind === "wait") expectReply(back);
      // A restart between two calls is not noticed: the connection that was kept is not trusted.
      await on.line.close();
      await on.line.open();
      const lamp = await on.shift.call("send_message", { ...KINDS.send.args, text: "And your lamp" });
      expect(lamp.isError, lamp.text).toBe(false);
      expect(on.effects("send")).toBe(kind === "send" || kind === "upload" ? 2 : 1);
    } finally {
      await on.close();
    }
  });
});

describe("a clock that is hours off", () => {
  test.each([-5, 5])("the own clock, by %i hours: a lost send is found all the same", async (hours) => {
    const on = await wired({ now: () => Date.now() + hours * 3_600_000 });
    try {
      await on.run("read");
      on.line.trouble("POST", resetAfter);
      const answer = await on.run("send");
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.data.status).toBe("found_in_history");
      expect(on.effects("send")).toBe(1);
    } finally {
      await on.close();
    }
  });

  test.each([-5, 5])("the own clock, by %i hours: a wait ends with the reply", async (hours) => {
    const on = await wired({ now: () => Date.now() + hours * 3_600_000 });
    try {
      expectReply(await on.run("wait"));
    } finally {
      await on.close();
    }
  });

  test("the own clock: a date in Retry-After is read by the service's", async () => {
    const on = await wired({ now: () => Date.now() + 5 * 3_600_000 });
    try {
      on.line.trouble("GET", limitedUntil(90));
      expect((await on.run("read")).text).toMatch(/Wait at least (8|9)\d s/);
    } finally {
      await on.close();
    }
  });

  test("the service's Date, 30 hours on: windows look closed, so nothing is sent; with the Date it is right again", async () => {
    const on = await wired();
    try {
      on.line.trouble("GET", skewed(30));
      await on.shift.call("list_conversations");
      const refused = await on.run("send");
      expect(refused.text).toMatch(/^Nothing was sent\. The 24-hour window is closed/);
      expect(leftFor(on, "send")).toHaveLength(0);
      on.line.mend();
      await on.run("read");
      expect((await on.run("send")).isError).toBe(false);
    } finally {
      await on.close();
    }
  });

  test("the service's Date, 30 hours back: what the service would take is sent", async () => {
    const on = await wired();
    try {
      on.line.trouble("GET", skewed(-30));
      await on.shift.call("list_conversations");
      expect((await on.run("send")).isError).toBe(false);
      expect(on.effects("send")).toBe(1);
    } finally {
      await on.close();
    }
  });
});
