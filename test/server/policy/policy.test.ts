import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/config.ts";
import { createPolicy } from "../../../src/server/policy/policy.ts";
import { PolicyRefusal } from "../../../src/server/policy/refusal.ts";
import { type History, type PolicyFacts, RULES } from "../../../src/server/policy/rules.ts";
import { ToolError } from "../../../src/tools/definition/tool-error.ts";
import { forms, madeIds, spelled, spelledTwice } from "../../tools/numbers-written.ts";

const NOW = Date.UTC(2026, 10, 20, 14, 3, 11);
const HOUR = 3_600_000;

const SEND: PolicyFacts = {
  tool: "send_message",
  effect: "send",
  phoneNumberId: "418290563317745",
  recipient: "+5511987650042",
  isGroup: false,
  isTemplate: false,
  now: NOW,
};

const noHistory: History = { hasWritten: () => Promise.reject(new Error("nobody asked")) };

/** The policy of variables, as the operator writes them. */
const policyOf = (variables: Record<string, string>) => createPolicy(readConfig(variables));

async function verdict(
  variables: Record<string, string>,
  facts: Partial<PolicyFacts> = {},
  history: History = noHistory,
): Promise<PolicyRefusal | undefined> {
  return refusalOf(() => policyOf(variables).check({ ...SEND, ...facts }, history));
}

async function refusalOf(act: () => unknown): Promise<PolicyRefusal | undefined> {
  try {
    await act();
  } catch (error) {
    if (error instanceof PolicyRefusal) return error;
    throw error;
  }
  return undefined;
}

/** For each rule a setting that refuses `SEND`, and the sends that it refuses too or lets through. */
const SETTINGS: Record<string, Record<string, string>> = {
  KAPSO_READ_ONLY: { KAPSO_READ_ONLY: "1" },
  KAPSO_TEMPLATE_ONLY: { KAPSO_TEMPLATE_ONLY: "1" },
  KAPSO_DENY: { KAPSO_DENY: "+34*,+55 11 98765-0042" },
  KAPSO_ALLOW: { KAPSO_ALLOW: "+34600123456,BR.1203774419085533" },
  KAPSO_QUIET_HOURS: { KAPSO_QUIET_HOURS: "14:00-16:00@Europe/Madrid" },
  KAPSO_REPLY_ONLY: { KAPSO_REPLY_ONLY: "1" },
};
const nobodyWrote: History = { hasWritten: async () => false };

describe("a refusal", () => {
  test.each(Object.entries(SETTINGS))(
    "by %s names the rule and who can help, not what the rule says",
    async (rule, variables) => {
      const refusal = await verdict(variables, {}, nobodyWrote);
      expect(refusal).toBeInstanceOf(ToolError);
      expect(refusal?.rule).toBe(rule);
      expect(refusal?.message).toMatch(
        new RegExp(`^Nothing was sent\\. The operator's rule ${rule} .*\\. .*(operator|Ask)`),
      );
      for (const listed of ["34", "98765", "BR.1203"]) expect(refusal?.message).not.toContain(listed);
    },
  );

  test("comes from every rule of the table", () => {
    const tested = [...Object.keys(SETTINGS), "KAPSO_DAILY_SENDS"];
    expect(RULES.map(({ variable }) => variable).sort()).toEqual(tested.sort());
  });

  test("without rules there is none", async () => {
    expect(await verdict({})).toBeUndefined();
    expect(await verdict({}, { recipient: undefined, tool: "graph_post" })).toBeUndefined();
  });

  test("is the first one's where several rules are against it, and the history is asked last", async () => {
    const all = Object.assign({}, ...Object.values(SETTINGS));
    expect((await verdict(all))?.rule).toBe("KAPSO_READ_ONLY");
    expect((await verdict({ ...all, KAPSO_READ_ONLY: "0" }))?.rule).toBe("KAPSO_TEMPLATE_ONLY");
    const { KAPSO_DENY, KAPSO_ALLOW, KAPSO_REPLY_ONLY } = all;
    expect((await verdict({ KAPSO_DENY, KAPSO_ALLOW, KAPSO_REPLY_ONLY }))?.rule).toBe("KAPSO_DENY");
  });
});

describe("what is no send", () => {
  test.each(["create", "update", "delete"] as const)("of effect %s is held up by read-only alone", async (effect) => {
    const facts = { effect, tool: "block_users", recipient: undefined, phoneNumberId: undefined };
    const { KAPSO_READ_ONLY, ...others } = Object.assign({}, ...Object.values(SETTINGS), { KAPSO_DAILY_SENDS: "1" });
    expect(await verdict(others, facts)).toBeUndefined();
    const refusal = await verdict({ KAPSO_READ_ONLY }, facts);
    expect(refusal?.message).toMatch(/^Nothing was done\. The operator's rule KAPSO_READ_ONLY/);
  });

  test("reads pass always, and take nothing from the budget", async () => {
    const policy = policyOf(Object.assign({ KAPSO_DAILY_SENDS: "1" }, ...Object.values(SETTINGS)));
    const read: PolicyFacts = { ...SEND, effect: "read" };
    await policy.check(read, noHistory);
    for (let i = 0; i < 3; i++) policy.reserve(read);
  });
});

describe("a send that does not say whom it reaches", () => {
  const unknown = [undefined, "", "11 (0) 98765", "+55\u200b11987650042"];
  test.each(["KAPSO_TEMPLATE_ONLY", "KAPSO_DENY", "KAPSO_ALLOW", "KAPSO_REPLY_ONLY"])(
    "is refused by %s",
    async (rule) => {
      for (const recipient of unknown) {
        const facts = { tool: "graph_post", recipient, isTemplate: true };
        const refusal = await verdict(SETTINGS[rule]!, facts, { hasWritten: async () => true });
        expect(refusal?.message).toContain("cannot be told whom this call would reach");
      }
    },
  );

  test("is a send like others to the rules of time and number", async () => {
    expect(await verdict({ KAPSO_DAILY_SENDS: "1" }, { recipient: undefined })).toBeUndefined();
    expect((await verdict(SETTINGS["KAPSO_QUIET_HOURS"]!, { recipient: undefined }))?.rule).toBe("KAPSO_QUIET_HOURS");
  });
});

describe("allow and deny, however a number is spelled", () => {
  const entries = spelledTwice.filter(([one]) => /^(\+|00)/.test(one));

  test("a denied person is never written to, an allowed one always, deny wins", async () => {
    await fc.assert(
      fc.asyncProperty(entries, async ([listed, recipient]) => {
        expect((await verdict({ KAPSO_DENY: listed }, { recipient }))?.rule).toBe("KAPSO_DENY");
        expect(await verdict({ KAPSO_ALLOW: listed }, { recipient })).toBeUndefined();
        expect((await verdict({ KAPSO_ALLOW: listed, KAPSO_DENY: listed }, { recipient }))?.rule).toBe("KAPSO_DENY");
      }),
    );
  });

  test("with an allow list nobody else is written to, and no id", async () => {
    const other = forms.chain(([number = ""]) => fc.tuple(fc.constant(number), spelled(number)));
    await fc.assert(
      fc.asyncProperty(entries, other, madeIds, async ([listed], [number, recipient], id) => {
        fc.pre((await verdict({ KAPSO_DENY: listed }, { recipient: number })) === undefined);
        expect((await verdict({ KAPSO_ALLOW: listed }, { recipient }))?.rule).toBe("KAPSO_ALLOW");
        expect((await verdict({ KAPSO_ALLOW: listed }, { recipient: id }))?.rule).toBe("KAPSO_ALLOW");
        expect((await verdict({ KAPSO_ALLOW: listed }, { recipient: id, isGroup: true }))?.rule).toBe("KAPSO_ALLOW");
        expect(await verdict({ KAPSO_ALLOW: `${listed},${id}` }, { recipient: id })).toBeUndefined();
        expect((await verdict({ KAPSO_DENY: id }, { recipient: id }))?.rule).toBe("KAPSO_DENY");
      }),
    );
  });

  test("a group is let in by no number that its id may look like, and kept out by each", async () => {
    const group = { recipient: "5511987650042", isGroup: true };
    expect((await verdict({ KAPSO_ALLOW: "+5511987650042" }, group))?.rule).toBe("KAPSO_ALLOW");
    for (const recipient of ["5511987650042", "+55 11 98765-0042", "5511987650042@c.us"]) {
      expect((await verdict({ KAPSO_DENY: "+5511*" }, { ...group, recipient }))?.rule).toBe("KAPSO_DENY");
    }
    expect(await verdict({ KAPSO_DENY: "+5511*" }, { ...group, recipient: "R3JvdXAtMQ==" })).toBeUndefined();
  });
});

describe("template-only", () => {
  test("lets templates out, and points from others to them", async () => {
    expect(await verdict({ KAPSO_TEMPLATE_ONLY: "1" }, { isTemplate: true })).toBeUndefined();
    const reaction = await verdict({ KAPSO_TEMPLATE_ONLY: "1" }, { tool: "send_reaction" });
    expect(reaction?.see).toEqual(["send_template_message", "list_templates"]);
  });
});

describe("reply-only", () => {
  const rule = { KAPSO_REPLY_ONLY: "1" };

  test("asks for this person at this number", async () => {
    const asked: string[][] = [];
    const history: History = {
      async hasWritten(...who) {
        asked.push(who);
        return true;
      },
    };
    expect(await verdict(rule, {}, history)).toBeUndefined();
    expect(await verdict(rule, { recipient: "BR.1203774419085533" }, history)).toBeUndefined();
    expect(asked).toEqual([
      ["418290563317745", "+5511987650042"],
      ["418290563317745", "BR.1203774419085533"],
    ]);
  });

  test("refuses while nobody can say whether they have written, and groups", async () => {
    const refusal = await verdict(rule);
    expect(refusal?.message).toContain("could not be found out. Try again");
    expect(refusal?.cause).toBeInstanceOf(Error);
    const everybodyWrote: History = { hasWritten: async () => true };
    expect((await verdict(rule, { recipient: "Y2FwaV9ncm91cDo=", isGroup: true }, everybodyWrote))?.message).toContain(
      "not to groups",
    );
    expect((await verdict(rule, { phoneNumberId: undefined }, everybodyWrote))?.rule).toBe("KAPSO_REPLY_ONLY");
  });
});

describe("quiet hours", () => {
  /** When the refusal says that they end, or undefined outside of them. */
  async function end(hours: string, now: string): Promise<string | undefined> {
    const refusal = await verdict({ KAPSO_QUIET_HOURS: hours }, { now: Date.parse(now) });
    return refusal && /end at (\S+ \(\S+\))\./.exec(refusal.message)?.[1];
  }

  test.each([
    ["21:00-08:00@Europe/Madrid", "2026-11-20T19:59:59.999Z", undefined],
    ["21:00-08:00@Europe/Madrid", "2026-11-20T20:00:00Z", "2026-11-21T08:00:00+01:00 (Europe/Madrid)"],
    ["21:00-08:00@Europe/Madrid", "2026-11-20T23:30:31Z", "2026-11-21T08:00:00+01:00 (Europe/Madrid)"],
    ["21:00-08:00@Europe/Madrid", "2026-11-21T06:59:59.999Z", "2026-11-21T08:00:00+01:00 (Europe/Madrid)"],
    ["21:00-08:00@Europe/Madrid", "2026-11-21T07:00:00Z", undefined],
    ["12:07-12:09@Asia/Kolkata", "2026-11-20T06:38:30Z", "2026-11-20T12:09:00+05:30 (Asia/Kolkata)"],
    ["22:00-00:00@UTC", "2026-12-31T23:59:00Z", "2027-01-01T00:00:00Z (UTC)"],
    ["22:00-00:00@UTC", "2027-01-01T00:00:00Z", undefined],
    ["08:00-07:50@UTC", "2026-11-20T23:00:00Z", "2026-11-21T07:50:00Z (UTC)"],
  ])("%s at %s: %s", async (hours, now, expected) => {
    expect(await end(hours, now)).toBe(expected);
  });

  test("follow the clocks when they are put forward", async () => {
    // Madrid, 29 March 2026: after 01:59:59+01:00 comes 03:00:00+02:00.
    const summer = "2026-03-29T08:00:00+02:00 (Europe/Madrid)";
    expect(await end("21:00-08:00@Europe/Madrid", "2026-03-29T00:30:00Z")).toBe(summer);
    expect(await end("21:00-08:00@Europe/Madrid", "2026-03-29T05:59:00Z")).toBe(summer);
    expect(await end("21:00-08:00@Europe/Madrid", "2026-03-29T06:00:00Z")).toBeUndefined();
    // The end falls into the hour that is left out.
    const skipped = "2026-03-29T03:00:00+02:00 (Europe/Madrid)";
    expect(await end("21:00-02:30@Europe/Madrid", "2026-03-29T00:59:00Z")).toBe(skipped);
    expect(await end("21:00-02:30@Europe/Madrid", "2026-03-29T01:00:00Z")).toBeUndefined();
    expect(await end("02:15-02:45@Europe/Madrid", "2026-03-29T01:20:00Z")).toBeUndefined();
  });

  test("follow the clocks when they are put back", async () => {
    // Madrid, 25 October 2026: after 02:59:59+02:00 comes 02:00:00+01:00.
    const winter = "2026-10-25T08:00:00+01:00 (Europe/Madrid)";
    expect(await end("21:00-08:00@Europe/Madrid", "2026-10-24T23:00:00Z")).toBe(winter);
    expect(await end("21:00-08:00@Europe/Madrid", "2026-10-25T06:59:00Z")).toBe(winter);
    expect(await end("21:00-08:00@Europe/Madrid", "2026-10-25T07:00:00Z")).toBeUndefined();
    expect(await end("02:15-02:45@Europe/Madrid", "2026-10-25T00:20:00Z")).toBe(
      "2026-10-25T02:45:00+02:00 (Europe/Madrid)",
    );
    expect(await end("02:15-02:45@Europe/Madrid", "2026-10-25T00:50:00Z")).toBeUndefined();
    expect(await end("02:15-02:45@Europe/Madrid", "2026-10-25T01:20:00Z")).toBe(
      "2026-10-25T02:45:00+01:00 (Europe/Madrid)",
    );
  });

  test("end when they say: quiet until then, not quiet then", async () => {
    const zones = fc.constantFrom("Europe/Madrid", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    const minute = fc.nat(1439);
    const clock = (m: number) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
    const moments = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    await fc.assert(
      fc.asyncProperty(zones, minute, minute, moments, async (zone, from, until, now) => {
        fc.pre(from !== until);
        const hours = `${clock(from)}-${clock(until)}@${zone}`;
        const said = await end(hours, new Date(now).toISOString());
        fc.pre(said !== undefined);
        const over = Date.parse(said!.split(" ")[0]!);
        expect(over).toBeGreaterThan(now);
        expect(over - now).toBeLessThanOrEqual(25 * HOUR);
        expect(await end(hours, new Date(over).toISOString())).toBeUndefined();
        expect(await end(hours, new Date(over - 1).toISOString())).toBe(said);
      }),
      { numRuns: 60 },
    );
  });
});

test("quiet that has begun while a send waited its turn holds it back", async () => {
  const policy = policyOf({ KAPSO_QUIET_HOURS: "16:00-17:00@UTC", KAPSO_DAILY_SENDS: "1" });
  const begins = Date.UTC(2026, 10, 20, 16);
  await policy.check({ ...SEND, now: begins - 1 }, noHistory);
  const refusal = await refusalOf(() => policy.reserve({ ...SEND, now: begins }));
  expect(refusal?.rule).toBe("KAPSO_QUIET_HOURS");
  expect(refusal?.message).toContain("they end at 2026-11-20T17:00:00Z");
  policy.reserve({ ...SEND, now: begins - 1 }); // What was held back is not counted.
});

describe("daily sends", () => {
  const at = (now: number): PolicyFacts => ({ ...SEND, now });
  const spent = (policy: ReturnType<typeof policyOf>, now: number) => refusalOf(() => policy.check(at(now), noHistory));

  test("are so many, and then the next day", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "2" });
    policy.reserve(at(NOW));
    expect(await spent(policy, NOW)).toBeUndefined();
    policy.reserve(at(NOW));
    expect((await spent(policy, NOW))?.message).toBe(
      "Nothing was sent. The operator's rule KAPSO_DAILY_SENDS has no sends left for today; " +
        "the next day begins at 2026-11-21T00:00:00Z (UTC). Send then, or ask the operator.",
    );
    expect((await refusalOf(() => policy.reserve(at(NOW))))?.rule).toBe("KAPSO_DAILY_SENDS");
    const midnight = Date.UTC(2026, 10, 21);
    expect(await spent(policy, midnight - 1)).toBeDefined();
    expect(await spent(policy, midnight)).toBeUndefined();
  });

  test("come back when nothing was sent, once for each", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "2" });
    policy.reserve(at(NOW));
    const reservation = policy.reserve(at(NOW));
    reservation.giveBack();
    reservation.giveBack();
    policy.reserve(at(NOW));
    expect(await spent(policy, NOW)).toBeDefined();
  });

  test("of one day do not come back on another", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "1" });
    const yesterday = policy.reserve(at(NOW));
    policy.reserve(at(NOW + 24 * HOUR));
    yesterday.giveBack();
    expect(await spent(policy, NOW + 24 * HOUR)).toBeDefined();
    expect(await spent(policy, NOW)).toBeUndefined();
  });

  test("are not won by a clock that is corrected over midnight and back", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "1" });
    policy.reserve(at(NOW));
    policy.reserve(at(NOW + 24 * HOUR));
    expect(await spent(policy, NOW)).toBeDefined();
  });

  test("of days long past are forgotten, and cannot come back", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "1" });
    const old = policy.reserve(at(NOW));
    for (let day = 1; day <= 400; day++) policy.reserve(at(NOW + day * 24 * HOUR));
    old.giveBack();
    policy.reserve(at(NOW));
    expect(await spent(policy, NOW)).toBeDefined();
  });

  test("have the days of the zone of the quiet hours", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "1", KAPSO_QUIET_HOURS: "01:00-02:00@America/Sao_Paulo" });
    const evening = Date.UTC(2026, 10, 21, 1); // 22:00 of the 20th in São Paulo.
    policy.reserve(at(evening));
    expect((await spent(policy, evening))?.message).toContain(
      "begins at 2026-11-21T00:00:00-03:00 (America/Sao_Paulo)",
    );
    expect(await spent(policy, Date.UTC(2026, 10, 21, 2, 59))).toBeDefined();
    expect(await spent(policy, Date.UTC(2026, 10, 21, 3))).toBeUndefined();
  });

  test("have days of 23 and of 25 hours where clocks change", async () => {
    const policy = policyOf({ KAPSO_DAILY_SENDS: "1", KAPSO_QUIET_HOURS: "04:00-05:00@Europe/Madrid" });
    policy.reserve(at(Date.parse("2026-03-28T23:00:00Z")));
    expect((await spent(policy, Date.parse("2026-03-28T23:10:00Z")))?.message).toContain("2026-03-30T00:00:00+02:00");
    policy.reserve(at(Date.parse("2026-10-24T22:00:00Z")));
    expect((await spent(policy, Date.parse("2026-10-24T22:10:00Z")))?.message).toContain("2026-10-26T00:00:00+01:00");
  });

  test("are without end where the operator names none", () => {
    const policy = policyOf({});
    for (let i = 0; i < 1000; i++) policy.reserve(SEND);
  });
});
