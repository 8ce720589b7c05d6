import { z } from "zod";

/** Where live hosts and numbers differ from each other (`contract/live.md` sections 1 and 2), and which one this is. */
export const variants = z.strictObject({
  /** The form of the refusal outside the window: Kapso's of today, Kapso's as a Graph error, Meta's. */
  window_refusal: z.enum(["kapso", "kapso_graph", "meta"]).default("kapso"),
  /** Whether a number of Kapso's own sandbox has its session; `none` refuses every send. */
  sandbox_session: z.enum(["active", "none"]).default("active"),
  /** How long after a message Kapso has copied its file. */
  copy_lag_seconds: z.number().min(0).max(86_400).default(0),
  /** How the conversations' `phone_number` filter reads: live hosts find by digits what they do not find with a plus. */
  phone_filter: z.enum(["digits", "any"]).default("digits"),
  /** Which forms of a conversation's path the host has. */
  conversation_paths: z.enum(["both", "bare", "below_number"]).default("both"),
});

export type Variants = z.output<typeof variants>;
