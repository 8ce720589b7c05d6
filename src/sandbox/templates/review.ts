import { MINUTE } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { fateOf } from "./magic.ts";
import { partOf } from "./shape.ts";
import type { TemplateRow } from "./store.ts";

/** Meta takes minutes to a day; the sandbox one minute of its clock. */
export const REVIEW = MINUTE;

/** After the approval of a template whose name says that it will not last. */
const DECAY = MINUTE;

/** Puts a template into review; the outcome comes on the clock. */
export function submit(world: World, row: TemplateRow): void {
  row.status = "PENDING";
  row.rejectedReason = "NONE";
  row.reviews += 1;
  const { reviews } = row;
  world.events.schedule(world.now() + REVIEW, (at) => {
    if (row.reviews === reviews && row.status === "PENDING") decide(world, row, at);
  });
}

function decide(world: World, row: TemplateRow, at: number): void {
  const fate = fateOf(row.name);
  if (fate?.do === "stay_pending") return;
  const reason = fate?.do === "reject" ? fate.reason : ruleBroken(world, row);
  if (reason !== undefined) {
    row.status = "REJECTED";
    row.rejectedReason = reason;
    return;
  }
  approve(row, at);
  if (fate?.do !== "approve_then") return;
  const { reviews } = row;
  world.events.schedule(at + DECAY, () => {
    if (row.reviews === reviews) row.status = fate.status;
  });
}

export function approve(row: TemplateRow, at: number): void {
  row.status = "APPROVED";
  row.approvedAt = at;
}

/**
 * The contract's one rule for the review (templates.md 3.1): a body and a footer that another template of the account
 * has already. Translations keep their name, so only other names count. The contract names no reason for it.
 */
function ruleBroken(world: World, row: TemplateRow): string | undefined {
  if (row.category === "AUTHENTICATION") return undefined;
  const isCopy = world.templates
    .ofAccount(row.businessAccountId)
    .some((other) => other.name !== row.name && other.status !== "REJECTED" && contentOf(other) === contentOf(row));
  return isCopy ? "INVALID_FORMAT" : undefined;
}

const contentOf = ({ components }: TemplateRow) =>
  JSON.stringify([partOf(components, "BODY")?.text, partOf(components, "FOOTER")?.text]);
