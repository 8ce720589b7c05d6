import { describe, expect, test } from "vitest";
import { z } from "zod";
import captured from "../captures/messages.json" with { type: "json" };
import * as examples from "./examples.ts";
import { numberRecord, templateRecord } from "./passthrough-schemas.ts";
import {
  callRecord,
  contactRecord,
  conversationRecord,
  graphError,
  kapsoError,
  listOf,
  mediaMetadata,
  mediaUpload,
  messageRecord,
  sendResponse,
  success,
} from "./schemas.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = (string | number)[];

/** `optional` are the keys that the contract lets a record go without; `free` hold objects of the customer's own. */
interface Case {
  name: string;
  schema: z.ZodType;
  example: unknown;
  optional?: string[];
  free?: string[];
}

const anyRow = z.strictObject({ id: z.string() });

const CASES: Case[] = [
  {
    name: "an inbound button reply",
    schema: messageRecord("default"),
    example: examples.inboundReply,
    optional: [
      "from_user_id",
      "username",
      "context.from",
      "context.id",
      "kapso.message_type_data",
      "kapso.message_type_data.body_text",
    ],
  },
  {
    name: "an outbound image",
    schema: messageRecord("default"),
    example: examples.outboundImage,
    optional: [
      "to",
      "image.caption",
      "image.mime_type",
      "kapso.message_type_data",
      "kapso.media_data",
      "kapso.media_url",
    ].concat(["kapso.message_type_data.caption", "kapso.message_type_data.has_media"]),
  },
  {
    name: "a conversation",
    schema: conversationRecord("default"),
    example: examples.conversation,
    free: ["metadata"],
  },
  { name: "a contact", schema: contactRecord("none"), example: examples.contact, free: ["metadata"] },
  { name: "a call", schema: callRecord, example: examples.call },
  {
    name: "a send response",
    schema: sendResponse,
    example: examples.sent,
    optional: ["contacts.0.user_id", "messages.0.message_status"],
  },
  { name: "a page", schema: listOf(anyRow), example: examples.page },
  { name: "media metadata", schema: mediaMetadata, example: examples.metadata },
  {
    name: "a number",
    schema: numberRecord,
    example: examples.number,
    optional: Object.keys(examples.number).filter((key) => key !== "id"),
  },
  {
    name: "a template",
    schema: templateRecord,
    example: examples.template,
    optional: [...Object.keys(examples.template).filter((key) => key !== "id"), "quality_score.date"],
    free: ["components"],
  },
  { name: "a media upload", schema: mediaUpload, example: { id: "1290447715880316" } },
  { name: "a success", schema: success, example: { success: true } },
  {
    name: "a Graph error",
    schema: graphError,
    example: examples.graphFailure,
    optional: ["error_subcode", "error_data", "error_user_title", "error_user_msg", "is_transient", "fbtrace_id"].map(
      (key) => `error.${key}`,
    ),
  },
  { name: "a Kapso error", schema: kapsoError, example: examples.kapsoFailure, optional: ["code", "billing_url"] },
];

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every place inside a value, the root first. */
function places(value: Json, free: string[] = [], path: Path = []): Path[] {
  if (free.includes(path.join("."))) return [path];
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => places(item, free, [...path, index]))];
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, free, [...path, key]))];
}

function at(root: Json, path: Path): Json {
  return path.reduce<Json>((value, key) => (value as Record<string | number, Json>)[key] ?? null, root);
}

/** A copy with the last key of `path` set to `value`, or without that key when there is none. */
function changed(root: Json, path: Path, ...value: [] | [Json]): Json {
  const copy = structuredClone({ root });
  const full: Path = ["root", ...path];
  const key = full.at(-1) ?? "root";
  const holder = at(copy, full.slice(0, -1)) as Record<string | number, Json>;
  if (value.length === 0) delete holder[key];
  else holder[key] = value[0];
  return copy.root;
}

const otherType = (value: Json): Json => (typeof value === "boolean" ? "x" : true);

describe.each(CASES)("the schema of $name", ({ schema, example, optional = [], free = [] }) => {
  const json = structuredClone(example) as Json;
  const all = places(json, free);
  const accepts = (value: Json) => schema.safeParse(value).success;

  test("takes the contract's example", () => {
    expect(schema.safeParse(json).error?.issues ?? []).toEqual([]);
  });

  test("refuses an extra field anywhere", () => {
    const objects = all.filter((path) => isObject(at(json, path)) && !free.includes(path.join(".")));
    expect(objects.filter((path) => accepts(changed(json, [...path, "extra"], "x")))).toEqual([]);
  });

  test("refuses a missing field anywhere", () => {
    const keys = all.filter((path) => typeof path.at(-1) === "string" && !optional.includes(path.join(".")));
    expect(keys.filter((path) => accepts(changed(json, path)))).toEqual([]);
  });

  test("refuses a field of another type anywhere", () => {
    const wrong = all.filter((path) => accepts(changed(json, path, otherType(at(json, path)))));
    expect(wrong).toEqual([]);
  });
});

const status = (name: string) => ({
  id: "wamid.A",
  status: name,
  timestamp: "1795183212",
  recipient_id: "5511987650042",
});
const message = (changes: object, kapso: object = {}) => ({
  ...examples.outboundImage,
  ...changes,
  kapso: { ...examples.outboundImage.kapso, ...kapso },
});

describe("a message record", () => {
  const accepts = (value: unknown) => messageRecord("default").safeParse(value).success;

  test.each<[string, object]>([
    ["a payload of another type", message({ text: { body: "x" } })],
    ["no payload of its type", message({ image: undefined })],
    ["a type that the contract does not list", message({ type: "poll", image: undefined })],
    ["a media part without id and link", message({ image: { caption: "x" } })],
    [
      "a caption on audio",
      message({ type: "audio", image: undefined, audio: { id: "1290447715880316", caption: "x" } }),
    ],
    ["the status of webhooks", message({}, { status: "received" })],
    ["a failed status without its reason", message({}, { status: "failed", statuses: [status("sent")] })],
    [
      "a history of delivery on an inbound message",
      { ...examples.inboundReply, kapso: { ...examples.inboundReply.kapso, statuses: [status("sent")] } },
    ],
    ["null where a live row has no key", message({}, { transcript: null })],
    ["a number with a plus", message({ to: "+5511987650042" })],
    ["a media_url that is not the data's", message({}, { media_url: "https://api.kapso.ai/storage/other" })],
    ["has_media false on a customer's image", message({}, { has_media: false, direction: "inbound" })],
    ["another type's message_type_data", message({}, { message_type_data: { latitude: 1, longitude: 2 } })],
    ["a customer who is not the other side", message({}, { phone_number: "5511987650043" })],
    ["an undocumented kapso key", message({}, { source: "x" })],
  ])("refuses %s", (_, record) => {
    expect(accepts(record)).toBe(false);
  });

  test("takes a failed send with its reason among the statuses", () => {
    const error = { code: 131026, title: "Undeliverable", message: "x", error_data: { details: "y" } };
    const statuses = [status("sent"), { ...status("failed"), errors: [error] }];
    expect(accepts(message({}, { status: "failed", statuses }))).toBe(true);
  });

  // These came once each, and say what a client must bear; the sandbox does not answer so.
  const ODD = ["imgnoid", "contentonly", "nulls", "ad"];
  const usual = captured.filter((row) => !ODD.includes(row.case));
  test.each(usual.map(({ case: name, record }) => [name, record] as const))("captured: %s", (_, record) => {
    const issues = messageRecord("default").safeParse(record).error?.issues ?? [];
    // One id was shortened when personal details were replaced.
    const meant = issues.filter(({ path }) => path.join(".") !== "sticker.id");
    expect(meant.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([]);
  });

  test("has the selected kapso keys and no other", () => {
    const { kapso, ...bare } = examples.outboundImage;
    const some = messageRecord(["direction", "content", "unheard_of"]);
    expect(some.safeParse({ ...bare, kapso: { direction: "outbound", content: "x" } }).success).toBe(true);
    expect(some.safeParse({ ...bare, kapso: { direction: "outbound" } }).success).toBe(false);
    expect(some.safeParse({ ...bare, kapso }).success).toBe(false);
    expect(messageRecord("none").safeParse(bare).success).toBe(true);
    expect(messageRecord("none").safeParse({ ...bare, kapso: {} }).success).toBe(false);
  });
});
