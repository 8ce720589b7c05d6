import { type Advice, type AdviceTable, ASK_OPERATOR } from "./advice.ts";

const READ_TEMPLATE = {
  next: "Read the template with {get_template} and fill what its to_fill shows.",
  without: "Check the template's variables, in kind, name and number.",
};
const OTHER_TEMPLATE = {
  next: "Use another approved template: {list_templates}.",
  without: `Another template is needed. ${ASK_OPERATOR}`,
};
const MEND: Advice = {
  why: "A part of the template breaks a rule.",
  next: "Read the details, mend that part and call again.",
};
const FLOW = { next: "Its JSON or endpoint must be mended.", without: ASK_OPERATOR };

/** Templates (`contract/errors.md` section 7) and flows (12). */
export const TEMPLATES: AdviceTable = {
  132000: { why: "The number of values differs from the template's variables.", ...READ_TEMPLATE },
  132001: {
    why: "No approved template has that name in that language.",
    next: "Look at {list_templates} and use the exact name and language.",
    without: "Check the template's exact name and language code.",
  },
  132005: { why: "The text is too long with its values filled in.", next: "Shorten the values." },
  132007: { why: "The content breaks a policy on characters.", next: "Change the text." },
  132012: { why: "A value has the wrong kind or name, or the header's media is missing.", ...READ_TEMPLATE },
  132015: { why: "The template is paused for low quality.", ...OTHER_TEMPLATE },
  132016: { why: "The template is disabled for good.", ...OTHER_TEMPLATE },
  132018: {
    why: "A value has line breaks, tabs or more than four spaces in a row, or is not valid otherwise.",
    next: "Clean the value.",
  },
  132068: { why: "The flow is blocked.", ...FLOW },
  132069: {
    why: "The flow may be sent only ten times an hour for now.",
    next: "Wait an hour, or have the flow mended.",
  },
  141002: { why: "The template is not approved.", next: "Wait for the review, or change it." },
  200005: { why: "Insights of the template are not there yet.", next: "Do without them." },
  200006: { why: "Insights cannot be switched off.", next: "Leave them on." },
  200007: { why: "Insights are not switched on.", next: ASK_OPERATOR },
  2388019: {
    why: "The account has as many templates as it may.",
    next: "Delete unused ones with {delete_template}.",
    without: `Unused ones must be deleted. ${ASK_OPERATOR}`,
  },
  2388024: {
    why: "A template of that name and language exists.",
    next: "Choose another name, or change the one there is with {update_template}.",
    without: "Choose another name.",
  },
  2388040: { ...MEND, why: "A part of the template is too long." },
  2388047: { ...MEND, why: "The template's header breaks a rule." },
  2388072: { ...MEND, why: "The template's body breaks a rule." },
  2388073: { ...MEND, why: "The template's footer breaks a rule." },
  2388077: { why: "These kinds cannot be asked for in one query.", next: "Ask for them one by one." },
  2388142: {
    why: "The flow of the template's button is not published.",
    next: "Publish it with {publish_flow}, then send again.",
    without: "It must be published first: tell the operator.",
  },
  2388293: { why: "The text is too short for so many variables.", next: "Write more text, or use fewer variables." },
  2388299: { why: "The body starts or ends with a variable.", next: "Put words around it." },
  139000: {
    why: "The account may not use flows: its integrity is in question.",
    next: `${ASK_OPERATOR} WhatsApp's support decides.`,
  },
  139001: {
    why: "The flow cannot be changed: it is published, or its JSON is being processed.",
    next: "Make a copy with {create_flow} (clone_flow_id), or try once more if it was just saved.",
    without: "A copy of it must be made, or try once more if it was just saved.",
  },
  139002: { why: "The flow cannot be published as it is.", next: "Mend what the details name, then publish again." },
  139003: {
    why: "The flow cannot be deprecated: it is a draft, or deprecated already.",
    next: "Delete a draft; else nothing is to be done.",
  },
  139004: {
    why: "A published flow cannot be deleted.",
    next: "Retire it with {deprecate_flow}.",
    without: "It can only be deprecated.",
  },
  139006: { why: "The flow has too few requests for figures.", next: "Wait until it was used more." },
  timeout_error: { why: "The flow's endpoint did not answer in ten seconds.", next: ASK_OPERATOR },
  missing_capability: { why: "The flow's endpoint lacks a capability.", next: ASK_OPERATOR },
  cannot_be_served: { why: "The flow cannot be served.", next: ASK_OPERATOR },
  no_http_response_error: { why: "The flow's endpoint gave no answer.", next: ASK_OPERATOR },
  unexpected_http_status_code: { why: "The flow's endpoint answered with an unexpected status.", next: ASK_OPERATOR },
  "public-key-missing": { why: "The number has no public key for flows.", next: ASK_OPERATOR },
  "public-key-signiture-verification": { why: "The public key's signature does not hold.", next: ASK_OPERATOR },
  "response-decryption-error": { why: "The flow endpoint's answer cannot be decrypted.", next: ASK_OPERATOR },
  "invalid-screen-transition": { why: "The flow's endpoint named a screen that cannot follow.", next: ASK_OPERATOR },
  "payload-schema-error": { why: "The flow endpoint's answer does not fit the flow's JSON.", next: ASK_OPERATOR },
  "business-decryption-error": { why: "The flow's endpoint could not decrypt the request.", next: ASK_OPERATOR },
};
