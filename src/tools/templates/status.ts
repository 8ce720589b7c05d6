import type { Template } from "../../kapso/template-types.ts";

/** What the statuses say that keep a template from being sent (contract templates.md section 6). */
const UNSENDABLE: ReadonlyMap<string, string> = new Map([
  ["PENDING", "it is in review"],
  ["REJECTED", "the review refused it"],
  ["PAUSED", "its quality is low"],
  ["DISABLED", "for good"],
  ["IN_APPEAL", "the appeal is not decided"],
  ["PENDING_DELETION", "it is being deleted"],
  ["DELETED", "it is gone"],
  ["LIMIT_EXCEEDED", "the account has too many templates"],
]);

export function isApproved({ status }: Template): boolean {
  return status.toUpperCase() === "APPROVED";
}

/**
 * Why a template cannot be sent as it stands; undefined where it can, and for the statuses (FLAGGED, REINSTATED and
 * such) of which the contract does not say.
 */
export function unsendableReason({ status, rejected_reason }: Template): string | undefined {
  const why = UNSENDABLE.get(status.toUpperCase());
  if (why === undefined) return undefined;
  const said = rejected_reason && rejected_reason !== "NONE" ? ` (${rejected_reason})` : "";
  return `${status}: ${why}${said}`;
}
