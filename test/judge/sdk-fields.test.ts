import { buildKapsoFields, buildKapsoMessageFields, KAPSO_MESSAGE_FIELDS } from "@kapso/whatsapp-cloud-api";
import { expect, test } from "vitest";
import { MESSAGE_KAPSO_KEYS, USUAL_KAPSO_KEYS } from "./message-schema.ts";
import { NUMBER, useStage } from "./stage.ts";

/** The `kapso(...)` selector as the SDK's builders write it (README section 6). */

const stage = useStage();
const phoneNumberId = NUMBER;

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

async function keysOf(fields: string | undefined) {
  const { data } = await stage.client.messages.query({ phoneNumberId, limit: 100, fields });
  expect(data).not.toEqual([]);
  const usual = USUAL_KAPSO_KEYS.map(camel);
  const keys = (block: object) => Object.keys(block).filter((key) => usual.includes(key));
  return new Set(data.map(({ kapso }) => (kapso ? keys(kapso).sort().join() : "no block")));
}

test("the names that the SDK knows can be selected", () => {
  expect(MESSAGE_KAPSO_KEYS).toEqual(expect.arrayContaining([...KAPSO_MESSAGE_FIELDS]));
});

/** Rows leave out what they have nothing to say of: these stand in all of them. */
const whole = USUAL_KAPSO_KEYS.map(camel).sort().join();
/** Those of them that the SDK asks for by name. */
const known = USUAL_KAPSO_KEYS.filter((key) => KAPSO_MESSAGE_FIELDS.some((name) => name === key))
  .map(camel)
  .sort()
  .join();

test.each<[string, string | undefined, string]>([
  ["no parameter", undefined, whole],
  ["buildKapsoFields()", buildKapsoFields(), known],
  ["buildKapsoMessageFields()", buildKapsoMessageFields(), known],
  ["kapso(default)", buildKapsoFields(["default"]), whole],
  ["kapso(*)", "kapso(*)", whole],
  ["kapso(all)", "kapso(all)", whole],
  ["two names", buildKapsoMessageFields("direction", "content"), "content,direction"],
  ["names with spaces", "kapso( direction , content )", "content,direction"],
  ["a known and an unknown name", buildKapsoFields(["direction", "nonsense"]), "direction"],
  ["buildKapsoFields([])", buildKapsoFields([]), "no block"],
  ["a selector of Meta's kind", "id,from", whole],
])("messages with %s have the keys asked for", async (_, fields, expected) => {
  expect(await keysOf(fields)).toEqual(new Set([expected]));
});

test("one message takes the selector too", async () => {
  const { data } = await stage.client.messages.query({ phoneNumberId, limit: 1 });
  const messageId = data[0]?.id ?? "";
  const get = (fields: string) => stage.client.messages.get({ phoneNumberId, messageId, fields });
  expect((await get(buildKapsoMessageFields("status"))).kapso).toEqual({ status: data[0]?.kapso?.status });
  expect((await get("kapso()")).kapso).toBeUndefined();
});

test("conversations and contacts take it, calls have no block", async () => {
  const { conversations, contacts, calls } = stage.client;
  const named = await conversations.list({ phoneNumberId, fields: "kapso(contact_name,last_inbound_at)" });
  for (const { kapso } of named.data) expect(Object.keys(kapso ?? {}).sort()).toEqual(["contactName", "lastInboundAt"]);
  const bare = await conversations.list({ phoneNumberId, fields: "kapso()" });
  for (const conversation of bare.data) expect(conversation).not.toHaveProperty("kapso");
  const people = await contacts.list({ phoneNumberId, fields: "kapso(contact_name)" });
  for (const contact of people.data) expect(contact.kapso).toHaveProperty("contactName");
  const strangers = await contacts.list({ phoneNumberId, fields: "kapso()" });
  for (const contact of strangers.data) expect(contact).not.toHaveProperty("kapso");
  const made = await calls.list({ phoneNumberId, fields: "kapso(default)" });
  for (const call of made.data) expect(call).not.toHaveProperty("kapso");
});
