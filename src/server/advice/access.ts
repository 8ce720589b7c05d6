import { type AdviceTable, ASK_OPERATOR } from "./advice.ts";

const RECONNECT = {
  why: "WhatsApp does not accept the access of this number.",
  next: "Stop and tell the operator to reconnect the number in Kapso; no change to the call helps.",
};
const WAIT_A_MINUTE = { why: "WhatsApp is not available for the moment.", next: "Wait a minute, then try again." };

/** Authorisation, policy and throttling (`contract/errors.md` sections 2 and 4), and what is down. */
export const ACCESS: AdviceTable = {
  0: RECONNECT,
  3: { why: "The Kapso connection lacks the capability for this endpoint.", next: ASK_OPERATOR },
  10: RECONNECT,
  190: RECONNECT,
  200: RECONNECT,
  131005: RECONNECT,
  368: {
    why: "WhatsApp has restricted the account for a policy violation.",
    next: `Stop all sending. ${ASK_OPERATOR}`,
  },
  130497: { why: "The business may not write to people in that country.", next: "Do not message this number." },
  131031: {
    why: "WhatsApp has locked the account, or data such as the PIN does not match.",
    next: `Stop all sending. ${ASK_OPERATOR}`,
  },
  4: { why: "Too many calls to WhatsApp.", next: "Wait some minutes." },
  613: { why: "Call permissions were read more than five times in a second.", next: "Wait a second." },
  80007: { why: "The account's calls per hour are used up.", next: "Wait, and do less at once." },
  130429: { why: "The number does more per second than it may.", next: "Wait a few seconds." },
  2494055: { why: "The number does more per second than it may.", next: "Wait a few seconds." },
  131048: { why: "Too many people blocked or reported this number.", next: `Stop sending. ${ASK_OPERATOR}` },
  131056: {
    why: "Too many messages to this customer in a short time. This one was not sent.",
    next: "Wait before writing to this customer again; others are not affected.",
  },
  133016: { why: "Ten registrations or deregistrations in 72 hours are used up.", next: "Wait up to 72 hours." },
  131208: { why: "Too many group operations.", next: "Wait some minutes." },
  138002: { why: "Too many calls run at once.", next: "Wait until calls have ended." },
  138005: { why: "Too many calls were started.", next: "Wait before the next one." },
  2: WAIT_A_MINUTE,
  131016: WAIT_A_MINUTE,
  131057: WAIT_A_MINUTE,
  133004: WAIT_A_MINUTE,
  2494100: WAIT_A_MINUTE,
};
