import { z } from "zod";
import { ApiError } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import type { JsonObject } from "../http/json.ts";
import { DAY } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { writtenOut } from "./authentication.ts";
import { checkComponents, checkLife, readDefinition } from "./definition.ts";
import { readShape, templateFault } from "./fault.ts";
import { libraryComponents } from "./library.ts";
import { fateOf } from "./magic.ts";
import { approve, submit } from "./review.ts";
import { category, components, type Setting, type TemplateComponent } from "./shape.ts";
import type { TemplateRow } from "./store.ts";

/** Templates come, change and go: templates.md sections 1 and 6. */

/** Of an unverified business, which the shop is; each language counts. */
const MOST_TEMPLATES = 250;
const MOST_AN_HOUR = 100;

export function createTemplate(world: World, accountId: string, body: JsonObject): TemplateRow {
  const definition = readDefinition(body);
  const { name, language, parameter_format: format } = definition;
  const wasRecategorized = fateOf(name)?.do === "recategorize" && definition.category === "UTILITY";
  const setting: Setting = { category: wasRecategorized ? "MARKETING" : definition.category, format, language };
  const isLibrary = definition.library_template_name !== undefined;
  const parts = isLibrary ? libraryComponents(definition) : (definition.components ?? []);
  checkComponents(parts, { ...setting, category: definition.category });
  checkLife(definition.message_send_ttl_seconds, definition.category);
  checkRoom(world, accountId, definition);
  const row = world.templates.add({
    id: templateId(world.ids.next("template")),
    businessAccountId: accountId,
    name,
    language,
    status: "PENDING",
    category: setting.category,
    ...(wasRecategorized && { previousCategory: definition.category }),
    subCategory: definition.display_format ?? "CUSTOM",
    parameterFormat: format,
    components: storedComponents(parts, setting),
    rejectedReason: "NONE",
    ...(definition.message_send_ttl_seconds !== undefined && { life: definition.message_send_ttl_seconds }),
    libraryName: definition.library_template_name ?? null,
    approvedAt: 0,
    edits: [],
    reviews: 0,
  });
  if (isLibrary) approve(row, world.now());
  else submit(world, row);
  return row;
}

const FIRST_ID = 731_904_228_900_000;
export const templateId = (count: number) => String(FIRST_ID + count);

function checkRoom(world: World, accountId: string, { name, language }: { name: string; language: string }): void {
  const own = world.templates.ofAccount(accountId);
  if (own.some((row) => row.name === name && row.language === language)) {
    const message = `There is already a template ${name} in ${language}. Choose another name, or edit it.`;
    throw templateFault("Name and language exist", message, "duplicate");
  }
  if (world.templates.isNameBlocked(accountId, name, world.now())) {
    const message = `An approved template ${name} was deleted; its name cannot be used again within 30 days.`;
    throw templateFault("Name is blocked", message);
  }
  if (own.length >= MOST_TEMPLATES) {
    throw templateFault("Template limit", `The account has its ${MOST_TEMPLATES} templates. Delete some.`, "limit");
  }
  if (!world.templates.countCreation(accountId, world.now(), MOST_AN_HOUR)) {
    const details = `${MOST_AN_HOUR} templates were created within the last hour.`;
    throw new ApiError(codeFailure(80007, details));
  }
}

/** Authentication templates as Meta writes them; sample handles become addresses of the samples. */
function storedComponents(parts: readonly TemplateComponent[], setting: Setting): TemplateComponent[] {
  if (setting.category === "AUTHENTICATION") return writtenOut(parts, setting);
  return parts.map((part) => {
    const cards = part.cards?.map((card) => ({ ...card, components: card.components.map(withSampleUrl) }));
    return { ...withSampleUrl(part), ...(cards !== undefined && { cards }) };
  });
}

function withSampleUrl<T extends TemplateComponent>(part: T): T {
  if (part.example?.header_handle === undefined) return part;
  const header_handle = [`https://cdn.sandbox.example/samples/${(part.format ?? "file").toLowerCase()}`];
  return { ...part, example: { ...part.example, header_handle } };
}

const patch = z.object({
  name: z.string().optional(),
  language: z.string().optional(),
  category: category.optional(),
  components: components.optional(),
  message_send_ttl_seconds: z.int("must be an integer").optional(),
});

export function editTemplate(world: World, row: TemplateRow, body: JsonObject): void {
  const change = readShape(patch, body);
  const refuse = (message: string) => templateFault("Template cannot be edited", message);
  if ((change.name ?? row.name) !== row.name || (change.language ?? row.language) !== row.language) {
    throw refuse("The name and the language of a template never change.");
  }
  if ([change.category, change.components, change.message_send_ttl_seconds].every((each) => each === undefined)) {
    throw refuse("Give at least one of category, components and message_send_ttl_seconds.");
  }
  if (!["APPROVED", "REJECTED", "PAUSED"].includes(row.status)) {
    throw refuse(`It is ${row.status}; only APPROVED, REJECTED and PAUSED templates can be edited.`);
  }
  const setting = { category: change.category ?? row.category, format: row.parameterFormat, language: row.language };
  if (row.status === "APPROVED" && setting.category !== row.category) {
    throw refuse("The category of an APPROVED template cannot be edited.");
  }
  const moved = setting.category !== row.category;
  if (moved && change.components === undefined && [setting.category, row.category].includes("AUTHENTICATION")) {
    throw refuse("Another category needs other components: give them too.");
  }
  if (change.components !== undefined) checkComponents(change.components, setting);
  checkLife(change.message_send_ttl_seconds, setting.category);
  if (row.status === "APPROVED") countEdit(row, world.now());
  if (moved) row.previousCategory = row.category;
  row.category = setting.category;
  if (change.components !== undefined) row.components = storedComponents(change.components, setting);
  if (change.message_send_ttl_seconds !== undefined) row.life = change.message_send_ttl_seconds;
  submit(world, row);
}

/** An approved template may be edited once in 24 hours and ten times in 30 days. */
function countEdit(row: TemplateRow, now: number): void {
  row.edits = row.edits.filter((at) => now - at < 30 * DAY);
  const today = row.edits.filter((at) => now - at < DAY).length;
  if (today >= 1 || row.edits.length >= 10) {
    const message = "An APPROVED template can be edited once in 24 hours and ten times in 30 days.";
    throw templateFault("Edited too often", message);
  }
  row.edits.push(now);
}
