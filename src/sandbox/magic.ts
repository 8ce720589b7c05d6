import { codeFailure, FAILURES, type FailureName, type KnownCode } from "./http/failures.ts";

/** What a send to a magic number meets. */
export type Behaviour =
  | { do: "refuse"; failure: FailureName }
  | { do: "refuse_code"; code: KnownCode }
  | { do: "refuse_free_form"; failure: FailureName }
  | { do: "refuse_marketing"; failure: FailureName }
  | { do: "refuse_first"; failure: FailureName }
  | { do: "accept_then_answer"; failure: FailureName }
  | { do: "fail_later"; code: KnownCode }
  | { do: "stay"; last: "pending" | "sent" | "delivered" }
  | { do: "reply"; messages: number };

export interface MagicRecipient {
  /** With the plus, as it goes into `to`. */
  number: string;
  name: string;
  effect: string;
  /** What the error carries, if it carries a code. */
  code: number | string | null;
  when: "response" | "later";
}

interface Entry extends MagicRecipient {
  behaviour: Behaviour;
}

/** +1 202 555 0100 to 0199: kept for fiction in the United States. */
const numbered = (line: number) => `+120255501${String(line).padStart(2, "0")}`;

function special(line: number, name: string, effect: string, behaviour: Behaviour): Entry {
  const failure = "failure" in behaviour ? FAILURES[behaviour.failure].body : undefined;
  const code = typeof failure === "object" ? failureCode(failure) : null;
  return { number: numbered(line), name, effect, code, when: "response", behaviour };
}

function failureCode({ code, error }: Record<string, unknown>): number | string | null {
  if (typeof code === "string") return code;
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "number"
    ? error.code
    : null;
}

function refused(line: number, name: string, code: KnownCode): Entry {
  const effect = `Refused with HTTP ${codeFailure(code).status}.`;
  return { number: numbered(line), name, effect, code, when: "response", behaviour: { do: "refuse_code", code } };
}

function refusedByKapso(line: number, failure: FailureName): Entry {
  return special(line, failure, `Refused with HTTP ${FAILURES[failure].status}.`, { do: "refuse", failure });
}

function failsLater(line: number, name: string, code: KnownCode): Entry {
  const effect = "Accepted; failed two seconds later.";
  return { number: numbered(line), name, effect, code, when: "later", behaviour: { do: "fail_later", code } };
}

function later(line: number, name: string, effect: string, behaviour: Behaviour): Entry {
  return { number: numbered(line), name, effect, code: null, when: "later", behaviour };
}

const ENTRIES: readonly Entry[] = [
  refused(0, "undeliverable", 131026),
  refused(1, "not_in_allowed_list", 131030),
  refused(2, "pair_rate_limit", 131056),
  refused(3, "throughput_reached", 130429),
  refused(4, "spam_rate_limit", 131048),
  refused(5, "ecosystem_health", 131049),
  special(6, "marketing_preference_stopped", "MARKETING templates are refused with HTTP 422; the rest is accepted.", {
    do: "refuse_marketing",
    failure: "marketing_preference_stopped",
  }),
  refused(7, "receiver_incapable", 1026),
  refusedByKapso(8, "insufficient_credits"),
  special(9, "in_flight_once", "The first send is refused with HTTP 409 (in flight), later ones are accepted.", {
    do: "refuse_first",
    failure: "in_flight",
  }),
  refusedByKapso(10, "thread_not_owner"),
  refusedByKapso(11, "thread_ownership_unknown"),
  refusedByKapso(12, "meta_business_agent_control"),
  special(13, "window_closed", "Anything but a template is refused with HTTP 422.", {
    do: "refuse_free_form",
    failure: "window_closed",
  }),
  special(14, "window_closed_meta", "Anything but a template is refused with HTTP 400, as Meta does.", {
    do: "refuse_free_form",
    failure: "window_closed_meta",
  }),
  refusedByKapso(15, "messaging_account_mismatch"),
  refused(16, "something_went_wrong", 131000),
  refused(17, "service_unavailable", 131016),
  refused(18, "maintenance", 131057),
  refused(19, "policy_block", 368),
  refused(20, "restricted_country", 130497),
  refused(21, "account_locked", 131031),
  refused(22, "payment_issue", 131042),
  refused(23, "experiment", 130472),
  refused(24, "identity_mismatch", 137000),
  refused(25, "token_expired", 190),
  special(26, "timeout_after_send", "Sent, yet the answer is HTTP 504 `Kapso proxy timeout`.", {
    do: "accept_then_answer",
    failure: "proxy_timeout",
  }),
  special(27, "timeout_before_send", "Not sent; the answer is HTTP 504 `Kapso proxy timeout`.", {
    do: "refuse",
    failure: "proxy_timeout",
  }),
  special(28, "bad_gateway_after_send", "Sent, yet the answer is HTTP 502 with an HTML page.", {
    do: "accept_then_answer",
    failure: "html_502",
  }),
  special(29, "bad_gateway_before_send", "Not sent; the answer is HTTP 502 with an HTML page.", {
    do: "refuse",
    failure: "html_502",
  }),
  special(30, "kapso_rate_limit", "Refused with HTTP 429 and `Retry-After: 60`.", {
    do: "refuse",
    failure: "rate_limited",
  }),
  refused(31, "app_rate_limit", 4),
  refused(32, "account_rate_limit", 80007),
  refused(33, "unknown_error", 1),
  refused(34, "overloaded", 2),
  refused(35, "capability_missing", 3),
  refused(36, "permission_denied", 10),
  refused(37, "api_permission", 200),
  refused(38, "access_denied", 131005),
  refused(39, "display_name", 131037),
  refused(40, "certificate", 131045),
  refused(41, "not_registered", 133010),
  refused(42, "media_download", 131052),
  refused(43, "media_upload", 131053),
  refused(44, "marketing_stopped_meta", 131050),
  refused(45, "unsupported_type", 131051),
  refused(46, "payment_terms", 134011),
  refused(47, "payments_unsupported", 2040),
  refused(48, "generic_user_error", 135000),
  refused(49, "template_policy", 132007),
  refused(50, "flow_blocked", 132068),
  refused(51, "flow_throttled", 132069),
  failsLater(60, "later_undeliverable", 131026),
  failsLater(61, "later_window_closed", 131047),
  failsLater(62, "later_ecosystem_health", 131049),
  failsLater(63, "later_media_download", 131052),
  failsLater(64, "later_media_upload", 131053),
  failsLater(65, "later_marketing_stopped", 131050),
  failsLater(66, "later_experiment", 130472),
  failsLater(67, "later_payment_issue", 131042),
  failsLater(68, "later_receiver_incapable", 1026),
  failsLater(69, "later_identity_mismatch", 137000),
  later(80, "stays_pending", "Accepted; Meta is never heard of again.", { do: "stay", last: "pending" }),
  later(81, "stays_sent", "Accepted; never delivered.", { do: "stay", last: "sent" }),
  later(82, "never_read", "Accepted; delivered, never read.", { do: "stay", last: "delivered" }),
  later(83, "replies", "Accepted; the customer answers five seconds later.", { do: "reply", messages: 1 }),
  later(84, "replies_in_a_burst", "Accepted; three answers, one second apart, from the fifth second on.", {
    do: "reply",
    messages: 3,
  }),
];

/**
 * Numbers that always do the same, as test card numbers do. They count as inside the 24-hour window unless the window
 * is the effect.
 */
export const MAGIC_RECIPIENTS: readonly MagicRecipient[] = ENTRIES.map(({ behaviour: _, ...shown }) => shown);

const BY_DIGITS = new Map(ENTRIES.map((entry) => [entry.number.slice(1), entry.behaviour]));

export function behaviourOf(waId: string | null): Behaviour | undefined {
  return waId === null ? undefined : BY_DIGITS.get(waId);
}
