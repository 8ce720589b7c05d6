/**
 * What an error means and what to do next, by code (`contract/errors.md`). `{tool_name}` in `next` is a tool: the
 * sentence is used only where all its tools are selected, else `without` is, which says who must act.
 */
export interface Advice {
  why: string;
  next: string;
  without?: string;
}

const OPERATOR = "Ask the operator.";
const RECONNECT: Advice = {
  why: "WhatsApp does not accept the access of this number.",
  next: "Stop and tell the operator to reconnect the number in Kapso; no change to the call helps.",
};
const WINDOW: Advice = {
  why: "The 24-hour window is closed: the customer's last message or call is older.",
  next: "Send an approved template with {send_template_message}; {list_templates} shows them.",
  without:
    "Only an approved template can be sent now, and none of the tools here sends one: tell the operator, or wait until " +
    "the customer writes.",
};
const MEDIA: Advice = {
  why: "WhatsApp could not use the media: wrong type, too large, or the link could not be fetched.",
  next: "Check type and size; upload the file with {upload_media} and send its media_id instead of a link.",
  without: "Check type and size, and that the link is public and leads straight to the file.",
};
const LATER: Advice = {
  why: "WhatsApp is not available for the moment.",
  next: "Wait a minute, then try again.",
};
const UNDELIVERABLE_MARKETING: Advice = {
  why: "The customer has stopped marketing messages of this business.",
  next: "Do not send marketing to this customer.",
};

const TABLE: Readonly<Record<string, Advice>> = {
  // Kapso's own
  invalid_api_key: {
    why: "Kapso does not know the key.",
    next: "Tell the operator to check KAPSO_API_KEY (or KAPSO_ACCESS_TOKEN); no change to the call helps.",
  },
  insufficient_credits: {
    why: "The Kapso project has no credits.",
    next: "Tell the operator to top up.",
  },
  sandbox_restriction: {
    why: "Kapso's sandbox numbers cannot do this.",
    next: "It needs a real number. Tell the operator.",
  },
  not_found: {
    why: "The id is unknown to this project, or belongs to another number.",
    next: "Check the id against a list call; do not guess ids.",
  },
  invalid_media_token: {
    why: "The download link has expired.",
    next: "Call the tool again: it asks for a new link.",
  },
  message_in_flight: {
    why: "Another message to this customer is being sent. This one was not sent.",
    next: "Call again in a few seconds.",
  },
  thread_not_owner: {
    why: "Another application owns this conversation.",
    next: "Take it over with {control_thread}, if that is agreed; else leave it.",
    without: "Leave it, and tell the operator.",
  },
  thread_ownership_unknown: {
    why: "Who owns this conversation could not be established.",
    next: "Wait some seconds and try once more; then tell the operator.",
  },
  meta_business_agent_control: {
    why: "Meta's own agent answers this conversation.",
    next: "Take it over with {control_thread}, if that is agreed; else leave it.",
    without: "Leave it, and tell the operator.",
  },
  thread_control_in_progress: {
    why: "The conversation is changing hands.",
    next: "Wait some seconds and try again.",
  },
  messaging_account_mismatch: {
    why: "The number belongs to another account.",
    next: OPERATOR,
  },
  marketing_preference_stopped: UNDELIVERABLE_MARKETING,
  window_expired: WINDOW,
  contradictory_filters: {
    why: "Two filters exclude each other.",
    next: "Leave one of them out.",
  },
  rate_limit_exceeded: {
    why: "The Kapso plan's requests per minute are used up.",
    next: "Wait, then try again.",
  },
  media_download_failed: {
    why: "Kapso could not fetch the file.",
    next: "Try once more; then ask for it again.",
  },
  invalid_cursor: { why: "The cursor cannot be read.", next: "List again without a cursor, from the first page." },
  // Graph: access and policy
  0: RECONNECT,
  10: RECONNECT,
  190: RECONNECT,
  200: RECONNECT,
  131005: RECONNECT,
  368: {
    why: "WhatsApp has restricted the account for a policy violation.",
    next: `Stop all sending. ${OPERATOR}`,
  },
  131031: {
    why: "WhatsApp has locked the account.",
    next: `Stop all sending. ${OPERATOR}`,
  },
  130497: {
    why: "The business may not write to people in that country.",
    next: "Do not message this number.",
  },
  // Graph: throttling
  4: { why: "Too many calls to WhatsApp.", next: "Wait some minutes." },
  80007: {
    why: "The account's calls per hour are used up.",
    next: "Wait, and do less at once.",
  },
  130429: {
    why: "The number sends more messages per second than it may.",
    next: "Wait a few seconds.",
  },
  131048: {
    why: "Too many people blocked or reported this number.",
    next: `Stop sending. ${OPERATOR}`,
  },
  131056: {
    why: "Too many messages to this customer in a short time. This one was not sent.",
    next: "Wait before writing to this customer again; others are not affected.",
  },
  // Graph: requests
  33: {
    why: "The id does not exist, or is not of this number.",
    next: "Check the id and phone_number_id.",
  },
  100: {
    why: "A parameter is wrong.",
    next: "Read the details, mend that argument and call again.",
  },
  404: {
    why: "The record does not exist for this number.",
    next: "List first to get a valid id; do not guess ids.",
  },
  131008: {
    why: "A needed parameter is missing.",
    next: "Add the argument that the details name.",
  },
  131009: {
    why: "A value is not valid, or the message that it refers to is gone, too old or of the wrong kind.",
    next: "Read the details and mend that argument.",
  },
  131021: {
    why: "The recipient is the business number itself.",
    next: "Use the customer's number.",
  },
  131030: {
    why: "A test number may write only to listed recipients.",
    next: `${OPERATOR} The recipient must be listed.`,
  },
  131051: {
    why: "WhatsApp does not support this type of message.",
    next: "Send another type, such as text.",
  },
  135000: {
    why: "WhatsApp refused the message without saying why.",
    next: "Simplify it and check every argument.",
  },
  131000: {
    why: "WhatsApp failed without saying why.",
    next: "Try once more after a while; then tell the operator.",
  },
  131016: LATER,
  131057: LATER,
  2: LATER,
  // Graph: sends
  1026: {
    why: "The customer's app cannot show this kind of message.",
    next: "Send the content as text.",
  },
  130472: {
    why: "Meta holds marketing messages back from this person.",
    next: "Do not send the marketing message again.",
  },
  130501: {
    why: "This kind of message is not supported in this chat.",
    next: "Send another type, such as text.",
  },
  131026: {
    why: "The message cannot be delivered: not on WhatsApp, terms not accepted, or an old app.",
    next: "Check the number; do not repeat the send.",
  },
  131037: { why: "The number's display name is not approved.", next: OPERATOR },
  131042: {
    why: "The account has a payment problem.",
    next: `${OPERATOR} Billing must be put right.`,
  },
  131047: WINDOW,
  470: WINDOW,
  130470: WINDOW,
  131049: {
    why: "Meta chose not to deliver this marketing message.",
    next: "Do not send it again for at least 24 hours.",
  },
  131050: UNDELIVERABLE_MARKETING,
  131052: MEDIA,
  131053: MEDIA,
  137000: {
    why: "The customer's identity has changed.",
    next: `${OPERATOR} The person must be verified again.`,
  },
  132000: {
    why: "The number of values differs from the template's variables.",
    next: "Give a value for each variable.",
  },
  132001: {
    why: "No approved template has that name in that language.",
    next: "Look at {list_templates} and use the exact name and language.",
    without: "Check the template's exact name and language code.",
  },
};

export function adviceFor(code: number | string | null): Advice | undefined {
  if (code === null) return undefined;
  if (typeof code === "number" && code >= 200 && code < 300) return TABLE[200];
  return Object.hasOwn(TABLE, code) ? TABLE[code] : undefined;
}

/** The advice where a code has none: by the contract's retry class. */
export const BY_RETRY_CLASS: Readonly<Record<string, string>> = {
  N: "Do not repeat the call.",
  F: "Change the arguments before you call again.",
  L: "Wait, then try again.",
  S: "Nothing was done; call again shortly.",
  H: "A person must act first: tell the operator.",
  A: "It may have taken effect: check before you call again.",
};
