import { readdirSync, readFileSync } from "node:fs";
import {
  CallsResource,
  ContactsResource,
  ConversationsResource,
  MediaResource,
  MessagesResource,
} from "@kapso/whatsapp-cloud-api";
import { expect, test } from "vitest";

/** Nothing the SDK can call is left out: a method that a new version brings fails here. */

const sources = readdirSync(import.meta.dirname)
  .filter((file) => /^sdk-.*\.test\.ts$/.test(file))
  .map((file) => readFileSync(`${import.meta.dirname}/${file}`, "utf8"))
  .join("\n");

/** The calling actions are endpoints.md I2, which a later issue brings to the sandbox. */
const LATER = ["connect", "preAccept", "accept", "reject", "terminate"];

/** `m` is what the tables of sends call the messages. */
test.each([
  ["messages|m", MessagesResource],
  ["media", MediaResource],
  ["conversations", ConversationsResource],
  ["contacts", ContactsResource],
  ["calls", CallsResource],
])("every method of the SDK's %s runs here", (name, resource) => {
  const methods = Object.getOwnPropertyNames(resource.prototype).filter((method) => method !== "constructor");
  const runs = (method: string) => new RegExp(`\\b(?:${name})\\.${method}\\(`).test(sources);
  expect(methods.filter((method) => !LATER.includes(method) && !runs(method))).toEqual([]);
});
