import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { MemoryLedger } from "../../../src/server/sends/ledger.ts";
import { OPEN, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

const ONE = "Your order is ready.";

describe("the same send again", () => {
  test("is not sent; the first result comes back and says so", async () => {
    const first = await on.text(ONE);
    const again = await on.text(ONE);
    expect(again.isError).toBe(false);
    const { conversation_id: _, ...sent } = first.data;
    expect(again.data).toMatchObject({ ...sent, deduplicated: true });
    expect(again.data.note).toMatch(/Nothing was sent now[\s\S]*allow_duplicate/);
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
    expect(on.count("POST")).toBe(1);
  });

  test.each([
    ["a character that nobody sees", `${ONE}\u200b`],
    ["one in the middle", `${ONE.slice(0, 2)}\u2060${ONE.slice(2)}`],
    ["another kind of space", ONE.replaceAll(" ", "\u00a0")],
    ["a wide space", ONE.replaceAll(" ", "\u2003")],
    ["marks of direction", `\u202a${ONE}\u202c`],
  ])("is the same with %s", async (_, text) => {
    await on.text(ONE);
    expect((await on.text(text)).data.deduplicated).toBe(true);
    expect(on.count("POST")).toBe(1);
  });

  test("is sent when the caller insists, each time", async () => {
    const first = await on.text(ONE);
    const again = await on.text(ONE, { allow_duplicate: true });
    expect(again.data.message_id).not.toBe(first.data.message_id);
    expect(again.data).not.toHaveProperty("deduplicated");
    expect((await on.text(ONE)).data.deduplicated).toBe(true);
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(2);
  });

  test("at the same time is one send, and both hear of it", async () => {
    await on.fault({ match: { method: "POST" }, latency_ms: 20 });
    const answers = await Promise.all([on.text(ONE), on.text(ONE), on.text(ONE)]);
    expect(new Set(answers.map(({ data }) => data.message_id)).size).toBe(1);
    expect(answers.filter(({ data }) => data.deduplicated)).toHaveLength(2);
    expect(on.count("POST")).toBe(1);
  });

  test("is sent after a refusal", async () => {
    await on.fault({ match: { method: "POST" }, failure: "131026" });
    expect((await on.text(ONE)).isError).toBe(true);
    expect((await on.text(ONE)).data).toMatchObject({ status: "accepted" });
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("joins one that was insisted on, when the first of them is refused", async () => {
    await on.fault({ match: { method: "POST" }, failure: "131026", latency_ms: 20 });
    const refused = on.text(ONE);
    while (on.count("POST") === 0) await new Promise((resolve) => setImmediate(resolve));
    await on.fault({ match: { method: "POST" }, latency_ms: 60 });
    const insisted = on.text(ONE, { allow_duplicate: true });
    expect((await refused).isError).toBe(true);
    while (on.count("POST") === 1) await new Promise((resolve) => setImmediate(resolve));
    const again = await on.text(ONE);
    expect(again.data).toMatchObject({ deduplicated: true, message_id: (await insisted).data.message_id });
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("to the same person in another spelling, or by wa_id, is the same", async () => {
    const say = (to: string) =>
      on.call("send_template_message", { to, template_name: "hello_world", language: "en_US" });
    const first = await say(SANDBOX.rewrittenNumber);
    expect(first.data.wa_id).toBe(SANDBOX.rewrittenWaId);
    for (const to of [`+${SANDBOX.rewrittenWaId}`, "+52 (555) 501-0042", "0052 555 501 0042"]) {
      expect((await say(to)).data).toMatchObject({ deduplicated: true, message_id: first.data.message_id });
    }
    expect(on.count("POST")).toBe(1);
  });

  test("to a person's user id is the same as to the number that it belongs to", async () => {
    const { data } = await on.text(ONE);
    expect(data.user_id).toBeDefined();
    const again = await on.call("send_message", { recipient: data.user_id, type: "text", text: ONE });
    expect(again.data).toMatchObject({ deduplicated: true, message_id: data.message_id });
  });

  test("to somebody else, or with other words, is another", async () => {
    await on.text(ONE);
    expect((await on.text(`${ONE} Until 19:00.`)).data).not.toHaveProperty("deduplicated");
    const other = await on.call("send_message", { to: SANDBOX.unreadCustomer, type: "text", text: ONE });
    expect(other.data).not.toHaveProperty("deduplicated");
  });

  test("through the marketing route is the same as through the plain one", async () => {
    const args = { to: OPEN, template_name: "ofertas_novembro", language: "pt_BR", body: [{ text: "Rafa" }] };
    const plain = await on.call("send_template_message", args);
    expect(plain.isError, plain.text).toBe(false);
    const marketing = await on.call("send_marketing_message", args);
    expect(marketing.data).toMatchObject({ deduplicated: true, message_id: plain.data.message_id });
  });

  test("a reaction may come back after another one has taken its place", async () => {
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1 });
    const react = (emoji: string) => on.call("send_reaction", { to: OPEN, message_id: data.data[0].message_id, emoji });
    expect((await react("👍")).data).not.toHaveProperty("deduplicated");
    expect((await react("👍")).data.deduplicated).toBe(true);
    expect((await react("")).data).not.toHaveProperty("deduplicated");
    expect((await react("👍")).data).not.toHaveProperty("deduplicated");
  });
});

describe("when the answer is lost", () => {
  test("a reaction that is found late does not stand for the one that took its place", async () => {
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1 });
    const react = (emoji: string) => on.call("send_reaction", { to: OPEN, message_id: data.data[0].message_id, emoji });
    await on.fault({ match: { method: "POST" }, reset: "after" });
    await on.fault({ match: { method: "GET" }, latency_ms: 60 });
    const [lost, other] = await Promise.all([react("👍"), react("❤️")]);
    expect([lost.data.status, other.data.status]).toEqual(["found_in_history", "accepted"]);
    expect((await react("❤️")).data.deduplicated).toBe(true);
    expect((await react("👍")).data).not.toHaveProperty("deduplicated");
  });

  test.each([
    ["the connection is reset", { reset: "after" }],
    ["the proxy gives up with 504", { failure: "proxy_timeout", effect: true }],
    ["a gateway answers 502 in HTML", { failure: "html_502", effect: true }],
    ["the answer is cut off", { truncate: true }],
  ])("%s after the effect: the history has the id", async (_, fault) => {
    await on.fault({ match: { method: "POST" }, ...fault });
    const answer = await on.text(ONE);
    expect(answer.isError, answer.text).toBe(false);
    const [message] = on.stored().filter(({ text }) => text === ONE);
    expect(answer.data).toMatchObject({
      status: "found_in_history",
      message_id: message?.id,
      to: OPEN,
      wa_id: OPEN.slice(1),
    });
    expect((await on.text(ONE)).data).toMatchObject({ deduplicated: true, message_id: message?.id });
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("and nothing stands in the history: unknown, and a repeat sends nothing", async () => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    const answer = await on.text(ONE);
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(
      /not known whether anything was sent[\s\S]*same call again is safe[\s\S]*allow_duplicate/,
    );
    const again = await on.text(ONE);
    expect(again.isError).toBe(true);
    expect(again.text).toContain("not known whether anything was sent");
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(0);
    expect((await on.text(ONE, { allow_duplicate: true })).data.status).toBe("accepted");
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("and it turns up late: a repeat finds it", async () => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    await on.text(ONE);
    const rest = { method: "POST", headers: { "x-api-key": SANDBOX.apiKey, "content-type": "application/json" } };
    const body = { messaging_product: "whatsapp", to: OPEN, type: "text", text: { body: ONE } };
    await fetch(`${on.sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/messages`, {
      ...rest,
      body: JSON.stringify(body),
    });
    const again = await on.text(ONE);
    expect(again.data).toMatchObject({
      status: "found_in_history",
      deduplicated: true,
      message_id: on.stored().at(-1)?.id,
    });
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("another message of the same kind is not taken for it", async () => {
    const link = (name: string) => ({ type: "image", link: `https://cdn.example/${name}.png` });
    await on.call("send_message", { to: OPEN, ...link("a") });
    await on.fault({ match: { method: "POST" }, reset: "before" });
    const lost = await on.call("send_message", { to: OPEN, ...link("b") });
    expect(lost.text).toContain("not known whether anything was sent");
  });

  test.each([
    ["quotes another message", { context: { message_id: SANDBOX.messages.inboundText } }, {}],
    ["has words beside it", {}, { caption: "Here it is." }],
  ])("a message that %s is not taken for it", async (_, envelope, more) => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    const image = { type: "image", link: "https://cdn.example/a.png" };
    const to = SANDBOX.everyTypeCustomer;
    await on.call("send_message", { to, ...image });
    const body = {
      messaging_product: "whatsapp",
      to,
      type: "image",
      image: { link: image.link, ...more },
      ...envelope,
    };
    const rest = { method: "POST", headers: { "x-api-key": SANDBOX.apiKey, "content-type": "application/json" } };
    const url = `${on.sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/messages`;
    expect((await fetch(url, { ...rest, body: JSON.stringify(body) })).status).toBe(200);
    expect((await on.call("send_message", { to, ...image })).text).toContain("not known whether anything was sent");
  });

  test("an explicit second one is not mistaken for the first", async () => {
    await on.text(ONE);
    await on.fault({ match: { method: "POST" }, reset: "before" });
    const lost = await on.text(ONE, { allow_duplicate: true });
    expect(lost.text).toContain("not known whether anything was sent");
  });

  test.each([
    [
      "interactive",
      "send_interactive_message",
      { kind: "button", body: "Right?", buttons: [{ id: "yes", title: "Yes" }] },
    ],
    ["template", "send_template_message", { template_name: "hello_world", language: "en_US" }],
    ["location", "send_message", { type: "location", latitude: -33.4, longitude: -70.6 }],
    ["document", "send_message", { type: "document", link: "https://cdn.example/a.pdf", filename: "a.pdf" }],
    ["contacts", "send_message", { type: "contacts", contacts: [{ name: { formatted_name: "Marisol Peña" } }] }],
    ["reaction", "send_reaction", { message_id: SANDBOX.messages.inboundText, emoji: "👍" }],
    [
      "marketing",
      "send_marketing_message",
      { template_name: "ofertas_novembro", language: "pt_BR", body: [{ text: "R" }] },
    ],
  ])("%s messages are found in the history too", async (_, tool, args) => {
    await on.fault({ match: { method: "POST" }, reset: "after" });
    const to = tool === "send_reaction" ? SANDBOX.everyTypeCustomer : OPEN;
    const answer = await on.call(tool, { to, ...args });
    expect(answer.text).toContain('"status":"found_in_history"');
  });

  test("a request whose effect nobody knows is never looked up, and a repeat is refused", async () => {
    const graph = await sendStage({ selection: { toolsets: ["graph"], graphWrite: true } });
    const post = () =>
      graph.call("graph_post", { path: `/${SANDBOX.phoneNumberId}/message_qrdls`, body: { prefilled_message: "hi" } });
    await graph.fault({ match: { method: "POST" }, reset: "after" });
    expect((await post()).text).toContain("not known whether anything was sent");
    expect((await post()).text).toContain("not known whether anything was sent");
    expect(graph.count()).toBe(1);
    await graph.close();
  });
});

describe("a memory that takes no more", () => {
  test.each(["claim", "known"] as const)("sends nothing and says so: %s", async (method) => {
    const ledger = new MemoryLedger({ dedupeMs: 1, now: () => performance.now(), most: 0 });
    if (method === "known") ledger.known = async () => Promise.reject(new Error("gone"));
    const full = await sendStage({ sends: { ledger } });
    const answer = await full.text(ONE);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("Nothing was sent by this call: the memory of sends");
    expect(full.count()).toBe(0);
    await full.close();
  });
});

describe("a caller that goes", () => {
  test("leaves a send that has begun; a repeat gets its outcome", async () => {
    await on.fault({ match: { method: "POST" }, latency_ms: 60 });
    const gone = new AbortController();
    const call = on.call("send_message", { to: OPEN, type: "text", text: ONE }, { signal: gone.signal });
    while (on.count("POST") === 0) await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    await expect(call).rejects.toThrow();
    const again = await on.text(ONE);
    expect(again.data).toMatchObject({ deduplicated: true, message_id: on.stored().at(-1)?.id });
    expect(on.stored().filter(({ text }) => text === ONE)).toHaveLength(1);
  });

  test("takes a send that waits its turn along, unless somebody else waits for it too", async () => {
    await on.fault({ match: { method: "POST" }, latency_ms: 60 });
    const first = on.text("first");
    while (on.count("POST") === 0) await new Promise((resolve) => setImmediate(resolve));
    const gone = new AbortController();
    const dropped = on.call("send_message", { to: OPEN, type: "text", text: "dropped" }, { signal: gone.signal });
    const shared = on.call("send_message", { to: OPEN, type: "text", text: "shared" }, { signal: gone.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const staying = on.text("shared");
    await new Promise((resolve) => setTimeout(resolve, 10));
    gone.abort();
    await expect(dropped).rejects.toThrow();
    await expect(shared).rejects.toThrow();
    await first;
    expect((await staying).isError).toBe(false);
    expect(
      on
        .stored()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(["first", "shared"]);
  });
});
