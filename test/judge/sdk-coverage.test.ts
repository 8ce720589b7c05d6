import { readdirSync, readFileSync } from "node:fs";
import {
  CallsResource,
  ContactsResource,
  ConversationsResource,
  FlowsResource,
  MediaResource,
  MessagesResource,
  PhoneNumbersResource,
  TemplatesResource,
} from "@kapso/whatsapp-cloud-api";
import { expect, test } from "vitest";

/** Nothing the SDK can call is left out: a method that a new version brings fails here. */

const sources = readdirSync(import.meta.dirname)
  .filter((file) => /^sdk-.*\.test\.ts$/.test(file))
  .map((file) => readFileSync(`${import.meta.dirname}/${file}`, "utf8"))
  .join("\n");

/** Private to the SDK's flows; `deploy` runs those that are calls. */
const PRIVATE_TO_FLOWS = ["__setLastDeployedHash", "buildCacheKey", "get", "list"];

/** `m` is what the tables of sends call the messages. */
test.each([
  ["messages|m", MessagesResource],
  ["media", MediaResource],
  ["conversations", ConversationsResource],
  ["contacts", ContactsResource],
  ["calls", CallsResource],
  ["templates", TemplatesResource],
  ["flows", FlowsResource],
  ["phoneNumbers", PhoneNumbersResource],
])("every method of the SDK's %s runs here", (name, resource) => {
  const methods = Object.getOwnPropertyNames(resource.prototype).filter((method) => method !== "constructor");
  const runs = (method: string) => new RegExp(`\\b(?:${name})\\.${method}\\(`).test(sources);
  expect(methods.filter((method) => !(name === "flows" && PRIVATE_TO_FLOWS.includes(method)) && !runs(method))).toEqual(
    [],
  );
});
