import { KAPSO_ADDRESSES } from "../../kapso/http/url.ts";
import type { AdviceTable } from "./advice.ts";
import { ASK_OPERATOR, FROM_FIRST_PAGE } from "./advice.ts";
import { STOPPED_MARKETING, WINDOW } from "./sends.ts";

const TAKE_OVER = {
  next: "Take it over with {control_thread}, if that is agreed; else leave it.",
  without: "Leave it, and tell the operator.",
};

/** The proxy's own refusals (`contract/errors.md` section 3). */
export const KAPSO: AdviceTable = {
  invalid_api_key: {
    why: "Kapso does not know the key.",
    next: "Tell the operator to check KAPSO_API_KEY (or KAPSO_ACCESS_TOKEN); no change to the call helps.",
  },
  insufficient_credits: { why: "The Kapso project has no credits.", next: "Tell the operator to top up." },
  sandbox_session: {
    why: "The number is one of Kapso's sandbox, and its sandbox session is not active.",
    next:
      "A person must activate it in Kapso's dashboard (WhatsApp, Sandbox) and write to the number once. Tell the " +
      "operator; then send again.",
  },
  no_such_route: {
    why: "This host has no such route: it is not about the ids.",
    next: `Tell the operator to check KAPSO_BASE_URL and KAPSO_GRAPH_VERSION: ${KAPSO_ADDRESSES}.`,
  },
  file_gone: {
    why: "There is no file at its address (any more).",
    next: "Call again in a minute: it asks for the address anew. If the file is still not there, tell the operator.",
  },
  sandbox_restriction: {
    why: "Kapso's sandbox numbers cannot do this.",
    next: "It needs a real number. Tell the operator.",
  },
  not_found: {
    why: "The id is unknown to this project, or belongs to another number.",
    next: "Check the id against a list call; do not guess ids.",
  },
  404: {
    why: "The record does not exist for this number.",
    next: "List first to get a valid id; do not guess ids.",
  },
  invalid_media_token: { why: "The download link has expired.", next: "Call the tool again: it asks for a new link." },
  message_in_flight: {
    why: "Another message to this customer is being sent. This one was not sent.",
    next: "Call again in a few seconds.",
  },
  thread_not_owner: { why: "Another application owns this conversation.", ...TAKE_OVER },
  thread_ownership_unknown: {
    why: "Who owns this conversation could not be established.",
    next: "Wait some seconds, take it with {control_thread} once, then try again; if that fails, tell the operator.",
    without: "Wait some seconds and try once more; then tell the operator.",
  },
  meta_business_agent_control: { why: "Meta's own agent answers this conversation.", ...TAKE_OVER },
  thread_control_in_progress: { why: "The conversation is changing hands.", next: "Wait some seconds and try again." },
  hsm_id_required: { why: "The template's id is missing.", next: "Give template_id." },
  invalid_template_id: {
    why: "The template's id is not a number.",
    next: "Take template_id from a list of templates.",
  },
  messaging_account_mismatch: { why: "The number belongs to another account.", next: ASK_OPERATOR },
  marketing_preference_stopped: STOPPED_MARKETING,
  window_expired: WINDOW,
  contradictory_filters: { why: "Two filters exclude each other.", next: "Leave one of them out." },
  invalid_cursor: { why: "The cursor cannot be read.", next: FROM_FIRST_PAGE },
  rate_limit_exceeded: { why: "The Kapso plan's requests per minute are used up.", next: "Wait, then try again." },
  media_download_failed: { why: "Kapso could not fetch the file.", next: "Try once more; then tell the operator." },
  meta_request_failed: {
    why: "The request to Meta failed, and nobody knows whether it took effect.",
    next: "Look at the state first, or ask a person to check, before any repeat.",
  },
  proxy_timeout: {
    why: "Meta did not answer Kapso in time.",
    next: "Try the read again; check before any repeat of a write.",
  },
  edge_error: { why: "Something in front of Kapso answered instead of Kapso.", next: "Try again in a minute." },
};
