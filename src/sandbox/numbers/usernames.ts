import { z } from "zod";
import { readParams } from "./params.ts";
import type { NumberState } from "./state.ts";

/** Usernames: phone-number.md section 11 and rows E10 to E13 of endpoints.md. */

const DOMAIN_ENDING = /\.(com|net|org|br|io|co|info|biz|app|cl|mx|in|uk|us)$/;

const username = z
  .string()
  .transform((name) => name.toLowerCase())
  .refine((name) => /^[a-z0-9._]{3,35}$/.test(name), "must be 3 to 35 of a-z, 0-9, period and underscore")
  .refine((name) => /[a-z]/.test(name), "must have at least one letter")
  .refine((name) => !/^\.|\.$|\.\./.test(name), "must not start or end with a period, nor have two in a row")
  .refine((name) => !name.startsWith("www"), "must not start with www")
  .refine((name) => !DOMAIN_ENDING.test(name), "must not end like a domain");

const claim = z.object({
  username,
  transfer_action: z.enum(["none", "force_transfer"], "must be none or force_transfer").optional(),
});

export interface MagicUsername {
  name: string;
  effect: string;
}

/** Usernames that always fare the same. */
export const MAGIC_USERNAMES: readonly MagicUsername[] = [
  { name: "sandbox_reserved", effect: "`reserved`: kept for the number, not active yet." },
  { name: "sandbox_pending", effect: "`PENDING`: asked for, and never decided." },
  { name: "sandbox_taken", effect: "`REJECTED` with the reason NOT_AVAILABLE." },
  { name: "sandbox_ineligible", effect: "`REJECTED` with the reason ACCOUNT_INELIGIBLE." },
];

export interface Verdict {
  status: string;
  rejection_reasons?: string[];
}

const rejected = (reason: string): Verdict => ({ status: "REJECTED", rejection_reasons: [reason] });

/** Kapso's words for what worked, Meta's for the rest: the contract has both. */
export function claimUsername(state: NumberState, others: readonly NumberState[], body: unknown): Verdict {
  const { username: name, transfer_action } = readParams(claim, body);
  const owner = others.find((other) => other !== state && other.username === name);
  if (name === "sandbox_taken") return rejected("NOT_AVAILABLE");
  if (name === "sandbox_ineligible") return rejected("ACCOUNT_INELIGIBLE");
  if (name === "sandbox_pending") {
    state.requestedUsername = name;
    return { status: "PENDING" };
  }
  if (owner !== undefined && transfer_action !== "force_transfer") return rejected("NOT_AVAILABLE");
  if (owner !== undefined) owner.username = "";
  state.username = name;
  state.requestedUsername = undefined;
  state.usernameStatus = name === "sandbox_reserved" ? "RESERVED" : "ACTIVE";
  return { status: state.usernameStatus === "RESERVED" ? "reserved" : "approved" };
}

/** The status is told of a name alone. */
export function usernameRecord({ username: name, usernameStatus, requestedUsername }: NumberState) {
  return {
    username: name,
    ...(name !== "" && { status: usernameStatus }),
    ...(requestedUsername !== undefined && { requested_username: requestedUsername }),
  };
}

export function suggestUsernames(verifiedName: string): string[] {
  const base = verifiedName
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 20);
  return [base, `${base}_oficial`, `${base}.loja`];
}
