import type { RecordError } from "../../kapso/message-types.ts";
import { type Failure, graphFailure, kapsoFailure, titled } from "./errors.ts";

/** Meta's words for the codes that the sandbox answers with; statuses: errors.md, HTTP column. */
const CODES = {
  1: [400, "API Unknown", "Invalid request or a possible server error."],
  2: [503, "API Service", "Temporary due to downtime or due to being overloaded."],
  3: [500, "API Method", "Capability or permissions issue."],
  4: [400, "Application request limit reached", "The app has reached its API call rate limit."],
  10: [
    403,
    "Application does not have permission for this action",
    "Permission is either not granted or has been removed.",
  ],
  33: [400, "Parameter value is not valid", "The business phone number has been deleted."],
  100: [400, "Invalid parameter", "The request included one or more unsupported or misspelled parameters."],
  190: [401, "Error validating access token: the session has been invalidated", "Your access token has expired."],
  200: [403, "API Permission", "Permission is either not granted or has been removed."],
  368: [403, "Temporarily blocked for policies violations", "The account has been restricted or disabled."],
  470: [400, "Message failed to send because more than 24 hours have passed", "Re-engagement message."],
  613: [429, "Calls to this api have exceeded the rate limit", "At most five permission reads a second are allowed."],
  1026: [422, "Receiver incapable", "The receiver's app cannot show this kind of message."],
  2040: [400, "Message not supported", "The recipient cannot receive payment messages."],
  2046: [400, "Invalid order status", "The order cannot change from its present status to this one."],
  2047: [400, "Order cannot be canceled", "The order has already been paid."],
  80007: [400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."],
  130429: [400, "Rate limit hit", "Cloud API message throughput has been reached."],
  130472: [400, "User's number is part of an experiment", "Message was not sent as part of an experiment."],
  130497: [
    403,
    "Business account is restricted from messaging users in this country",
    "The recipient's country is restricted.",
  ],
  130501: [400, "Message type is not currently supported", "This kind of message is not supported for the recipient."],
  131000: [500, "Something went wrong", "Message failed to send due to an unknown error."],
  131005: [403, "Access denied", "Permission is either not granted or has been removed."],
  131008: [400, "Required parameter is missing", "The request is missing a required parameter."],
  131009: [400, "Parameter value is not valid", "One or more parameter values are invalid."],
  131016: [500, "Service unavailable", "A service is temporarily unavailable."],
  131021: [400, "Recipient cannot be sender", "Sender and recipient phone number is the same."],
  131026: [
    400,
    "Message undeliverable",
    "The recipient is not on WhatsApp, has not accepted the terms, or uses an old app.",
  ],
  131030: [400, "Recipient phone number not in allowed list", "Add the recipient to the allowed list and try again."],
  131031: [
    403,
    "Business Account locked",
    "The account is locked for a policy violation, or data could not be verified.",
  ],
  131037: [400, "Display name needs approval", "The number needs an approved display name before it can send."],
  131041: [400, "Group not found", "The group does not exist, or the business is not in it."],
  131042: [400, "Business eligibility payment issue", "There was an error related to your payment method."],
  131044: [400, "Payment issue", "There is no valid payment method."],
  131045: [500, "Incorrect certificate", "The phone number has not been registered properly."],
  131047: [
    422,
    "Re-engagement message",
    "More than 24 hours have passed since the recipient last replied; send an approved template.",
  ],
  131048: [400, "Spam rate limit hit", "Too many earlier messages were blocked or flagged as spam."],
  131049: [400, "Meta chose not to deliver", "Not delivered to maintain healthy ecosystem engagement."],
  131050: [400, "User has stopped marketing messages", "The recipient chose to stop receiving marketing messages."],
  131051: [400, "Unsupported message type", "The message type is not supported."],
  131052: [400, "Media download error", "The media could not be downloaded."],
  131053: [400, "Media upload error", "The media could not be uploaded: unsupported type, or the link did not answer."],
  131055: [400, "Method not allowed", "The message cannot be sent with this endpoint."],
  131056: [400, "Pair rate limit hit", "Too many messages from this number to the same recipient in a short time."],
  131057: [500, "Account in maintenance mode", "The account is in maintenance, possibly a throughput upgrade."],
  131060: [400, "This message is currently unavailable", "The content of the message is not available to the API."],
  131062: [
    400,
    "Authentication templates need a phone number",
    "One-tap, zero-tap and copy-code templates cannot be sent to a user id.",
  ],
  132000: [
    400,
    "Number of parameters does not match the expected number of params",
    "The number of values differs from the template's variables.",
  ],
  132001: [
    404,
    "Template name does not exist in the translation",
    "The template does not exist in that language, or is not approved.",
  ],
  132005: [400, "Translated text too long", "The text with its values is too long."],
  132007: [400, "Template format character policy violated", "The template content violates a policy."],
  132012: [
    400,
    "Parameter format does not match format in the created template",
    "A parameter has another kind than the template's.",
  ],
  132015: [400, "Template is paused", "The template is paused for low quality."],
  132016: [400, "Template is disabled", "The template has been paused too often and is disabled."],
  132018: [400, "Invalid template parameter", "A value has line breaks, tabs or more than four spaces in a row."],
  132068: [400, "Flow is blocked", "The flow is in blocked state."],
  132069: [400, "Flow is throttled", "Ten messages with this flow were sent within the last hour."],
  133005: [400, "Two step verification PIN mismatch", "The PIN is not the number's two-step verification PIN."],
  133006: [400, "Phone number re-verification needed", "The number must be verified with a code before registering."],
  133008: [400, "Too many two step verification PIN guesses", "Wait before guessing the PIN again."],
  133009: [400, "Two step verification PIN guessed too fast", "Wait before guessing the PIN again."],
  133010: [400, "Phone number not registered", "The phone number is not registered on the platform."],
  133015: [400, "Please wait a few minutes before attempting to register", "The number was deleted recently."],
  133016: [400, "Account register deregister rate limit exceeded", "Ten requests within 72 hours are allowed."],
  134011: [400, "Payment terms not accepted", "The WhatsApp Payments terms of service have not been accepted."],
  134100: [400, "Only marketing messages supported", "The template does not have the category MARKETING."],
  134101: [400, "Template is still syncing", "A new template takes up to ten minutes before it can be sent here."],
  134102: [500, "Template unavailable", "The template cannot be sent with the marketing endpoint."],
  135000: [400, "Generic user error", "Message failed to send because of an unknown error with the parameters."],
  137000: [400, "Recipient identity hash mismatch", "The identity of the recipient has changed."],
  138000: [401, "Calling not enabled", "Calling is not enabled for the business phone number."],
  138003: [400, "Duplicate call", "A call with this user is running."],
  138006: [401, "No approved call permission", "The user has not allowed the business to call."],
  138009: [400, "Call permission request limit reached", "One request in 24 hours and two in seven days are allowed."],
  138012: [400, "Call limit reached", "Five connected calls in 24 hours are allowed."],
  138017: [400, "Call permission request not needed", "The user has given a permanent call permission."],
  138018: [400, "Prerequisites missing", "Calling needs a SIP server or an app subscribed to calls."],
  139000: [400, "Blocked by integrity", "The flow is blocked."],
  139001: [400, "Flow cannot be updated", "The flow cannot be updated in its present status."],
  139002: [400, "Flow cannot be published", "Only drafts without validation errors can be published."],
  139003: [400, "Flow cannot be deprecated", "Only published flows can be deprecated."],
  139004: [400, "Flow cannot be deleted", "Only drafts can be deleted."],
  139006: [400, "Not enough data", "The flow had fewer than 250 requests."],
  139100: [400, "Failed to block or unblock some users", "The lists name who was done and who was not."],
  139101: [400, "Block list limit reached", "At most 64000 users can be blocked."],
  139102: [400, "Block list concurrent update", "The list changed while it was read; start from the first page."],
  2494191: [403, "Thread control refused", "Taking the thread was refused."],
} as const satisfies Record<number, readonly [Failure["status"], string, string]>;

export type KnownCode = keyof typeof CODES;

/** The answer for a code; `details` says more than the usual words. */
export function codeFailure(code: KnownCode, details?: string, status?: Failure["status"]): Failure {
  const [usualStatus, title, usualDetails] = CODES[code];
  const isKapsoWindow = code === 131047 && (status ?? usualStatus) === 422;
  return graphFailure(status ?? usualStatus, code, titled(code, title), {
    details: details ?? usualDetails,
    ...(isKapsoWindow && { type: "MessageError", subcode: 131047 }),
    ...(code === 2 && { transient: true }),
  });
}

/** The failure record of a message that was accepted and failed later. */
export function recordError(code: KnownCode, details?: string): RecordError {
  const [, title, usualDetails] = CODES[code];
  return { code, title, message: title, error_data: { details: details ?? usualDetails } };
}

const threadFailure = (code: string, error: string, owner: string | null) =>
  kapsoFailure(409, error, { code, thread_error: { code, owner } });

/** Answers of the proxy itself and of the edge in front of it, by speaking name (errors.md section 3). */
export const FAILURES = {
  invalid_api_key: kapsoFailure(401, "Invalid or missing API key"),
  insufficient_credits: kapsoFailure(402, "Insufficient credits", {
    code: "insufficient_credits",
    billing_url: "https://app.kapso.ai/billing",
  }),
  in_flight: kapsoFailure(409, "Another message is already in-flight for this conversation. Please retry shortly."),
  thread_not_owner: threadFailure("thread_not_owner", "Another application owns this thread", "another_app"),
  thread_ownership_unknown: threadFailure("thread_ownership_unknown", "The owner of this thread is not known", null),
  meta_business_agent_control: threadFailure(
    "meta_business_agent_control",
    "Meta Business Agent controls this thread",
    "meta_business_agent",
  ),
  messaging_account_mismatch: kapsoFailure(422, "messaging_account_id is not the account of this number", {
    code: "messaging_account_mismatch",
  }),
  marketing_preference_stopped: kapsoFailure(422, "The recipient has stopped marketing messages", {
    code: "marketing_preference_stopped",
  }),
  window_closed: kapsoFailure(422, "Cannot send non-template messages outside the 24-hour window.", {
    next_steps: "Send a WhatsApp template message to reopen the session.",
  }),
  window_closed_graph: codeFailure(131047),
  window_closed_meta: codeFailure(131047, undefined, 400),
  sandbox_session: kapsoFailure(403, "Active sandbox session required to send messages"),
  rails_404: { status: 404, body: { status: 404, error: "Not Found" } },
  html_404: {
    status: 404,
    body: "<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>",
  },
  rate_limited: {
    ...kapsoFailure(429, "Rate limit exceeded", {
      message: "You have exceeded the rate limit. Please try again later.",
    }),
    headers: { "Retry-After": "60" },
  },
  meta_request_failed: kapsoFailure(502, "Meta API request failed", { detail: "No usable answer from Meta" }),
  media_download_failed: kapsoFailure(502, "Media download failed"),
  proxy_timeout: kapsoFailure(504, "Kapso proxy timeout"),
  html_502: {
    status: 502,
    body: "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
  },
} as const satisfies Record<string, Failure>;

export type FailureName = keyof typeof FAILURES;

const isFailureName = (name: string): name is FailureName => Object.hasOwn(FAILURES, name);
const isKnownCode = (code: number): code is KnownCode => Object.hasOwn(CODES, code);

/** A failure by its name or its code: `in_flight`, `131026`. */
export function findFailure(name: string): Failure | undefined {
  if (isFailureName(name)) return FAILURES[name];
  const code = Number(name);
  return isKnownCode(code) ? codeFailure(code) : undefined;
}

export const failureNames = (): string[] => [...Object.keys(FAILURES), ...Object.keys(CODES)];
