import type { TemplateStatus } from "./store.ts";

/** Template names that always fare the same in the review and after it, in every language. */

export interface MagicTemplate {
  name: string;
  effect: string;
}

export const REJECTION_REASONS = [
  "ABUSIVE_CONTENT",
  "INCORRECT_CATEGORY",
  "INVALID_FORMAT",
  "PROMOTIONAL",
  "SCAM",
  "TAG_CONTENT_MISMATCH",
] as const;

export type TemplateFate =
  | { do: "reject"; reason: string }
  | { do: "stay_pending" }
  | { do: "approve_then"; status: TemplateStatus }
  | { do: "recategorize" }
  | { do: "hold" }
  | { do: "refuse_marketing" };

interface Entry extends MagicTemplate {
  fate: TemplateFate;
}

const ENTRIES: readonly Entry[] = [
  ...REJECTION_REASONS.map((reason) => ({
    name: `sandbox_rejected_${reason.toLowerCase()}`,
    effect: `Rejected by the review with the reason ${reason}.`,
    fate: { do: "reject", reason } as const,
  })),
  { name: "sandbox_pending", effect: "Stays in review for ever.", fate: { do: "stay_pending" } },
  {
    name: "sandbox_paused",
    effect: "Approved, and a minute later PAUSED: sends are refused with 132015.",
    fate: { do: "approve_then", status: "PAUSED" },
  },
  {
    name: "sandbox_disabled",
    effect: "Approved, and a minute later DISABLED: sends are refused with 132016.",
    fate: { do: "approve_then", status: "DISABLED" },
  },
  {
    name: "sandbox_recategorized",
    effect: "A UTILITY template comes back as MARKETING, at once.",
    fate: { do: "recategorize" },
  },
  {
    name: "sandbox_held",
    effect: "Sends answer `message_status: held_for_quality_assessment`.",
    fate: { do: "hold" },
  },
  {
    name: "sandbox_marketing_unavailable",
    effect: "Refused with 134102 by the marketing endpoint.",
    fate: { do: "refuse_marketing" },
  },
];

export const MAGIC_TEMPLATES: readonly MagicTemplate[] = ENTRIES.map(({ fate: _, ...shown }) => shown);

export function fateOf(name: string): TemplateFate | undefined {
  return ENTRIES.find((entry) => entry.name === name)?.fate;
}
