import { describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { CUSTOMER, failure, NUMBER, useStage } from "./stage.ts";

/**
 * What Meta refuses in a message, sent raw by Kapso's SDK (messages.md sections 1 to 6 and 9: 131008 for what is
 * missing, 100 or 131009 for a bad value). Inside an open window, so that nothing else can be the reason.
 */

const stage = useStage();

const to = SANDBOX.openCustomer;
const LINK = "https://cdn.niebla.example/f/file";
const text = (changes: object) => ({ to, type: "text", text: { body: "Hello" }, ...changes });
const image = (part: object) => ({ to, type: "image", image: part });

const send = (payload: Record<string, unknown>) =>
  stage.client.messages.sendRaw({ phoneNumberId: NUMBER, payload: { messagingProduct: "whatsapp", ...payload } });

const MISSING: [what: string, payload: Record<string, unknown>][] = [
  ["the product", text({ messagingProduct: undefined })],
  ["the recipient", text({ to: undefined })],
  ["the payload", text({ text: undefined })],
  ["the text's body", text({ text: {} })],
  ["a media id or link", image({ caption: "x" })],
  ["a location's longitude", { to, type: "location", location: { latitude: 1 } }],
  ["a card's formatted name", { to, type: "contacts", contacts: [{ name: { firstName: "Ana" } }] }],
  ["a reaction's target", { to, type: "reaction", reaction: { emoji: "👍" } }],
  ["a template's language", { to, type: "template", template: { name: "hello_world" } }],
  ["a template's name", { to, type: "template", template: { language: { code: "en_US" } } }],
];

const BAD: [what: string, payload: Record<string, unknown>][] = [
  ["a product that is not WhatsApp", text({ messagingProduct: "sms" })],
  ["an unknown recipient type", text({ recipientType: "crowd" })],
  ["letters for a number", text({ to: "Rafa" })],
  ["an empty body", text({ text: { body: "" } })],
  ["a body over 4096 characters", text({ text: { body: "a".repeat(4097) } })],
  ["a body that is no text", text({ text: { body: 5 } })],
  ["a preview that is no boolean", text({ text: { body: "x", previewUrl: "yes" } })],
  ["callback data over 512 characters", text({ bizOpaqueCallbackData: "x".repeat(513) })],
  ["an id and a link", image({ id: SANDBOX.media.png, link: LINK })],
  ["an unknown media id", image({ id: "9999999999999999" })],
  ["a caption over 1024 characters", image({ link: LINK, caption: "a".repeat(1025) })],
  ["a link that is none", image({ link: "cdn.niebla.example/f" })],
  ["a latitude of 91", { to, type: "location", location: { latitude: 91, longitude: 0 } }],
  ["a longitude of -181", { to, type: "location", location: { latitude: 0, longitude: -181 } }],
  ["no contact at all", { to, type: "contacts", contacts: [] }],
  ["258 contacts", { to, type: "contacts", contacts: Array(258).fill({ name: { formattedName: "A" } }) }],
  ["two emoji", { to, type: "reaction", reaction: { messageId: SANDBOX.messages.inboundText, emoji: "👍👍" } }],
  ["a word for an emoji", { to, type: "reaction", reaction: { messageId: SANDBOX.messages.inboundText, emoji: "ok" } }],
];

describe("a send is refused", () => {
  test.each(MISSING)("without %s", async (_, payload) => {
    expect(await failure(send(payload))).toMatchObject({ httpStatus: 400, code: 131008, category: "parameter" });
  });

  test.each(BAD)("with %s", async (_, payload) => {
    const error = await failure(send(payload));
    expect(error).toMatchObject({ httpStatus: 400, type: "OAuthException", category: "parameter" });
    expect([100, 131009]).toContain(error.code);
    expect(error.details).toMatch(/^Param /);
  });

  test("with an unknown type, which is 131051", async () => {
    const error = await failure(send({ to, type: "poll", poll: {} }));
    expect(error).toMatchObject({ httpStatus: 400, code: 131051, category: "media" });
  });

  test("to the business itself, which is 131021", async () => {
    const error = await failure(send(text({ to: SANDBOX.businessPhoneNumber })));
    expect(error).toMatchObject({ httpStatus: 400, code: 131021, category: "parameter" });
  });

  test("on another account's behalf", async () => {
    const error = await failure(send(text({ messagingAccountId: SANDBOX.foreignBusinessAccountId })));
    expect(error).toMatchObject({ httpStatus: 422, raw: { code: "messaging_account_mismatch" } });
    await send(text({ messagingAccountId: SANDBOX.businessAccountId }));
  });

  test("and leaves no trace", async () => {
    const newest = async () => (await stage.client.messages.query({ phoneNumberId: NUMBER, limit: 1 })).data[0]?.id;
    const before = await newest();
    for (const [, payload] of [...MISSING, ...BAD]) await failure(send(payload));
    expect(await newest()).toBe(before);
  });
});

describe("a send is taken", () => {
  test.each<[string, Record<string, unknown>]>([
    ["4096 emoji, which count as one character each", text({ text: { body: "👍".repeat(4096) } })],
    ["a number with spaces, dashes and parentheses", text({ to: to.replace(/^(\+\d\d)(\d{4})/, "$1 ($2) - ") })],
    ["a text without a type", text({ type: undefined })],
    ["a number without its +", text({ to: to.slice(1) })],
    ["coordinates as text", { to, type: "location", location: { latitude: "-33.4", longitude: "-70.6" } }],
    ["an unknown key", text({ surprise: true })],
    ["an emoji of many code points", reactionWith("👩‍👩‍👧‍👦")],
  ])("with %s", async (_, payload) => {
    expect((await send(payload)).contacts[0]?.waId).toBe(to.slice(1));
  });

  test("and the answer has the wa_id that WhatsApp knows", async () => {
    const answer = await send(text({ to: SANDBOX.rewrittenNumber }));
    expect(answer.contacts[0]).toMatchObject({ input: SANDBOX.rewrittenNumber, waId: SANDBOX.rewrittenWaId });
  });

  test("to a user id in `to`, as upstream has it, and in `recipient`", async () => {
    for (const address of [{ to: SANDBOX.userIdCustomer }, { to: undefined, recipient: SANDBOX.userIdCustomer }]) {
      const answer = await send(text(address));
      expect(answer.contacts[0]).toMatchObject({ waId: null, userId: SANDBOX.userIdCustomer });
    }
  });
});

function reactionWith(emoji: string) {
  return { to, type: "reaction", reaction: { messageId: SANDBOX.messages.inboundText, emoji } };
}

describe("marking as read is refused", () => {
  test.each([
    ["for a message that was sent", SANDBOX.messages.outboundText],
    ["for an unknown message", "wamid.NONE"],
  ])("%s", async (_, messageId) => {
    const error = await failure(stage.client.messages.markRead({ phoneNumberId: NUMBER, messageId }));
    expect(error).toMatchObject({ httpStatus: 400, code: 131009 });
  });

  test("for a message of another number", async () => {
    const messageId = await stage.customerWrites("Hello?", CUSTOMER.phone);
    const call = stage.client.messages.markRead({ phoneNumberId: SANDBOX.otherPhoneNumberId, messageId });
    expect(await failure(call)).toMatchObject({ httpStatus: 400, code: 131009 });
  });
});
