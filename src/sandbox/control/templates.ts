import { z } from "zod";
import { templateId } from "../templates/change.ts";
import type { TemplateRow } from "../templates/store.ts";
import type { World } from "../world/world.ts";
import { InputError } from "./input-error.ts";

/** A template in any state, as a review or a bad week would leave it: `POST /_sandbox/templates`. */
export const templateDraft = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be lower case letters, digits and _"),
  language: z.string().min(2).default("en_US"),
  category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]).default("UTILITY"),
  status: z.enum(["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"]),
  rejected_reason: z.string().min(1).optional(),
  quality: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]).optional(),
  body: z.string().min(1).max(1024).default("Hello, this is a template of the sandbox."),
  business_account_id: z.string().optional(),
});

/** Makes the template, or puts the one of that name and language into the state. */
export function putTemplate(world: World, draft: z.output<typeof templateDraft>): Record<string, string> {
  const account = draft.business_account_id ?? world.numbers[0]?.businessAccountId;
  if (account === undefined || !world.numbers.some(({ businessAccountId }) => businessAccountId === account)) {
    throw new InputError(`business_account_id: ${account} is not an account of the sandbox`);
  }
  if (draft.rejected_reason !== undefined && draft.status !== "REJECTED") {
    throw new InputError("rejected_reason: goes with status REJECTED");
  }
  const { name, language, status, category, body, quality } = draft;
  const known = world.templates.ofAccount(account).find((row) => row.name === name && row.language === language);
  const row = known ?? world.templates.add(blank(world, account, { name, language, category, body }));
  Object.assign(row, {
    status,
    reviews: row.reviews + 1, // A review under way has no say any more.
    rejectedReason: draft.rejected_reason ?? (status === "REJECTED" ? "INVALID_FORMAT" : "NONE"),
    ...(quality !== undefined && { quality }),
  });
  return { template_id: row.id, status };
}

type Words = Pick<TemplateRow, "name" | "language" | "category"> & { body: string };

function blank(world: World, businessAccountId: string, { body, ...named }: Words): TemplateRow {
  return {
    ...named,
    id: templateId(world.ids.next("template")),
    businessAccountId,
    status: "PENDING",
    subCategory: "CUSTOM",
    parameterFormat: "POSITIONAL",
    components: [{ type: "BODY", text: body }],
    rejectedReason: "NONE",
    libraryName: null,
    approvedAt: world.now(),
    edits: [],
    reviews: 0,
  };
}
