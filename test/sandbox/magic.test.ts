import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, NUMBER, openApi, type Reply, stored } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const magic = (name: string) => {
  const found = SANDBOX.magicRecipients.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no magic recipient ${name}`);
  return found.number;
};
const codeOf = ({ body }: Reply) => body.error?.code ?? body.code ?? null;
const historyOf = async (to: string) => {
  const [conversation] = (await api.get(`${NUMBER}/conversations?phone_number=${to.slice(1)}`)).body.data;
  if (conversation === undefined) return [];
  return (await api.get(`${NUMBER}/messages?conversation_id=${conversation.id}`)).body.data;
};
const template = (name: string, language: string, ...texts: string[]) => {
  const parameters = texts.map((text) => ({ type: "text", text }));
  const components = texts.length > 0 ? [{ type: "body", parameters }] : [];
  return { type: "template", template: { name, language: { code: language }, components } };
};

test("the numbers and names are distinct, and kept for fiction", () => {
  const numbers = SANDBOX.magicRecipients.map((each) => each.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(SANDBOX.magicRecipients.map((each) => each.name)).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toMatch(/^\+120255501\d\d$/);
});

const refusing = SANDBOX.magicRecipients.filter(
  ({ effect, when }) => when === "response" && effect.startsWith("Refused"),
);

describe("refuses at once, and stores nothing", () => {
  test.each(refusing.map((each) => [each.name, each] as const))("%s", async (_, { number, code, effect }) => {
    const reply = await api.text(number);
    expect(effect).toContain(`HTTP ${reply.status}`);
    expect(codeOf(reply)).toBe(code);
    expect(await historyOf(number)).toEqual([]);
  });
});

const failing = SANDBOX.magicRecipients.filter(({ effect }) => effect.startsWith("Accepted; failed"));

describe("accepts, and fails two seconds later", () => {
  test.each(failing.map((each) => [each.name, each] as const))("%s", async (_, { number, code }) => {
    const id = idOf(await api.text(number));
    expect((await stored(api, id)).kapso.status).toBe("pending");
    api.sandbox.advance(2);
    const record = await stored(api, id);
    expect([record.kapso.status, record.kapso.statuses.at(-1).errors[0].code]).toEqual(["failed", code]);
  });
});

test("every documented failure of a send has a number", () => {
  const at = (when: string) => SANDBOX.magicRecipients.filter((each) => each.when === when).map(({ code }) => code);
  expect(at("response")).toEqual(
    expect.arrayContaining([
      ...[131026, 131030, 131056, 130429, 131048, 131049, 1026, 131047, 131000, 131016, 131057, 368, 130497, 131031],
      ...[131042, 130472, 137000, 190, 131050, 131052, 131053, 4, 80007, 1, 2, 10, 200, 131005],
      ...["insufficient_credits", "thread_not_owner", "thread_ownership_unknown", "meta_business_agent_control"],
      ...["messaging_account_mismatch", "marketing_preference_stopped"],
    ]),
  );
  expect(at("later")).toEqual(expect.arrayContaining([131026, 131047, 131049, 131052, 131053, 131050, 130472]));
});

test("marketing_preference_stopped refuses marketing templates and takes the rest", async () => {
  const to = magic("marketing_preference_stopped");
  const refused = await api.send({ to, ...template("ofertas_novembro", "pt_BR", "Rafa") });
  expect([refused.status, refused.body.code]).toEqual([422, "marketing_preference_stopped"]);
  expect((await api.send({ to, ...template("follow_up", "en_US", "Rafa") })).status).toBe(200);
  expect((await api.text(to)).status).toBe(200);
});

test.each([
  ["window_closed", 422, undefined],
  ["window_closed_meta", 400, 131047],
])(
  "%s refuses free-form messages with %d, even after the customer wrote, and takes templates",
  async (name, status, code) => {
    const to = magic(name);
    await api.control("POST", "/inbound", { from: to, text: "Hi" });
    const refused = await api.text(to);
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
    expect((await api.send({ to, ...template("hello_world", "en_US") })).status).toBe(200);
  },
);

test("in_flight_once refuses the first send and takes the next", async () => {
  const to = magic("in_flight_once");
  const first = await api.text(to);
  expect([first.status, first.body.error]).toEqual([409, expect.stringContaining("already in-flight")]);
  expect([(await api.text(to)).status, (await api.text(to)).status]).toEqual([200, 200]);
  expect(await historyOf(to)).toHaveLength(2);
});

test("Kapso's conflicts say who has the thread", async () => {
  const { status, body } = await api.text(magic("thread_not_owner"));
  expect([status, body.thread_error.code]).toEqual([409, "thread_not_owner"]);
});

test.each([
  ["timeout_after_send", 504, 1],
  ["timeout_before_send", 504, 0],
  ["bad_gateway_after_send", 502, 1],
  ["bad_gateway_before_send", 502, 0],
])("%s answers %d and sends %d", async (name, status, sent) => {
  const reply = await api.text(magic(name));
  expect(reply.status).toBe(status);
  expect(await historyOf(magic(name))).toHaveLength(sent);
});

test("kapso_rate_limit says when to come back", async () => {
  expect((await api.text(magic("kapso_rate_limit"))).headers.get("retry-after")).toBe("60");
});

test.each([
  ["stays_pending", "pending"],
  ["stays_sent", "sent"],
  ["never_read", "delivered"],
])("%s goes no further than %s", async (name, status) => {
  const id = idOf(await api.text(magic(name)));
  api.sandbox.advance(3600);
  expect((await stored(api, id)).kapso.status).toBe(status);
});

test.each([
  ["replies", 1],
  ["replies_in_a_burst", 3],
])("%s makes the customer answer %d times from the fifth second on", async (name, count) => {
  await api.text(magic(name), "Is Monday fine?");
  const answers = async () => {
    const rows = await historyOf(magic(name));
    return rows.filter((row: { kapso: { direction: string } }) => row.kapso.direction === "inbound");
  };
  api.sandbox.advance(4);
  expect(await answers()).toHaveLength(0);
  api.sandbox.advance(1);
  expect((await answers())[0].text.body).toContain("Is Monday fine?");
  api.sandbox.advance(10);
  expect(await answers()).toHaveLength(count);
});
