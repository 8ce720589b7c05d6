import { type Advice, type AdviceTable, ASK_OPERATOR } from "./advice.ts";

export const WINDOW: Advice = {
  why: "The 24-hour window is closed: the customer's last message or call is older.",
  next: "Send an approved template with {send_template_message}; {list_templates} shows them.",
  without:
    "Only an approved template can be sent now, and none of the tools here sends one: tell the operator, or wait until " +
    "the customer writes.",
};
export const STOPPED_MARKETING: Advice = {
  why: "The customer has stopped marketing messages of this business.",
  next: "Do not send marketing to this customer.",
};
const MEDIA: Advice = {
  why: "WhatsApp could not use the media: wrong type, too large, or the link could not be fetched.",
  next: "Check type and size; upload the file with {upload_media} and send its media_id instead of a link.",
  without: "Check type and size, and that the link is public and leads straight to the file.",
};
const BILLING: Advice = {
  why: "The account has a payment problem.",
  next: `${ASK_OPERATOR} Billing must be put right.`,
};
const OTHER_KIND = "Send another kind of message, such as text.";
const BY_MESSAGES: Advice = {
  why: "The marketing endpoint does not take this template now.",
  next: "Send it with {send_template_message}.",
  without: ASK_OPERATOR,
};

/** Sending (`contract/errors.md` section 6) and threads (13). */
export const SENDS: AdviceTable = {
  470: WINDOW,
  130470: WINDOW,
  131047: WINDOW,
  1026: { why: "The customer's app cannot show this kind of message.", next: "Send the content as text." },
  130472: {
    why: "Meta holds marketing messages back from this person.",
    next: "Do not send the marketing message again.",
  },
  130501: { why: "This kind of message is not supported in this chat.", next: OTHER_KIND },
  131026: {
    why: "The message cannot be delivered: not on WhatsApp, terms not accepted, or an old app.",
    next: "Check the number; do not repeat the send.",
  },
  131035: {
    why: "An inbound message was lost: no webhook took it in time.",
    next: `${ASK_OPERATOR} The webhook needs care.`,
  },
  131036: { why: "The message did not reach one of the customer's devices.", next: "Send it again." },
  131037: { why: "The number's display name is not approved.", next: ASK_OPERATOR },
  131042: BILLING,
  131044: BILLING,
  131045: {
    why: "The number is not registered properly.",
    next: "It must be registered: {register_phone_number}, with the operator's PIN.",
    without: `It must be registered. ${ASK_OPERATOR}`,
  },
  131049: {
    why: "Meta chose not to deliver this marketing message.",
    next: "Do not send it again for at least 24 hours.",
  },
  131050: STOPPED_MARKETING,
  131051: { why: "WhatsApp does not support this type of message.", next: OTHER_KIND },
  131052: MEDIA,
  131053: MEDIA,
  131060: { why: "The content is only in the WhatsApp Business app.", next: "Somebody must look in the app." },
  131062: {
    why: "A login code can go to a phone number only, not to a business-scoped user id.",
    next: "Address the message with to, the phone number.",
  },
  137000: { why: "The customer's identity has changed.", next: `${ASK_OPERATOR} The person must be verified again.` },
  2040: { why: "The customer cannot receive order messages.", next: "Send text with a link to pay." },
  2046: { why: "The order cannot go from its state to this one.", next: "Send a status that its state allows." },
  2047: { why: "The order is paid and cannot be cancelled.", next: `A refund is made elsewhere. ${ASK_OPERATOR}` },
  134011: { why: "The business has not accepted WhatsApp's payment terms.", next: ASK_OPERATOR },
  134100: { ...BY_MESSAGES, why: "The marketing endpoint takes marketing templates only." },
  134101: { why: "The template is new and not yet known to the marketing endpoint.", next: "Wait ten minutes." },
  134102: BY_MESSAGES,
  134103: BY_MESSAGES,
  1752041: { why: "The business was invited already.", next: "Nothing is to be done." },
  2494191: {
    why: "The thread's owner does not give it away.",
    next: `${ASK_OPERATOR} The owner must release or pass it.`,
  },
};
