import { type AdviceTable, ASK_OPERATOR, FROM_FIRST_PAGE } from "./advice.ts";

const ONCE_MORE = {
  why: "WhatsApp failed without saying why.",
  next: "Try once more after a while; then tell the operator.",
};
const CHECK_ID = { why: "The id does not exist, or is not of this number.", next: "Check the id and phone_number_id." };

/** What any request can meet (`contract/errors.md` section 5), and the block list (section 11). */
export const REQUESTS: AdviceTable = {
  1: { why: "WhatsApp could not read the request, or failed itself.", next: "Check the arguments; try once more." },
  33: CHECK_ID,
  100: { why: "A parameter is wrong.", next: "Read the details, mend that argument and call again." },
  135000: { why: "WhatsApp refused the message without saying why.", next: "Simplify it and check every argument." },
  131000: ONCE_MORE,
  131027: ONCE_MORE,
  131008: { why: "A needed parameter is missing.", next: "Add the argument that the details name." },
  131009: {
    why: "A value is not valid, or the message that it refers to is gone, too old or of the wrong kind.",
    next: "Read the details and mend that argument.",
  },
  131021: { why: "The recipient is the business number itself.", next: "Use the customer's number." },
  131030: {
    why: "A test number may write only to listed recipients.",
    next: `${ASK_OPERATOR} The recipient must be listed.`,
  },
  131055: { why: "This endpoint does not take that message or number.", next: "Use the tool that is made for it." },
  131059: { why: "The cursor has expired.", next: FROM_FIRST_PAGE },
  135002: { why: "The block list changed while it was read.", next: FROM_FIRST_PAGE },
  139100: {
    why: "Some of the people could not be blocked or unblocked.",
    next: "Read which failed and why; repeat only those.",
  },
  139101: {
    why: "The block list is full (64,000).",
    next: "Unblock people with {unblock_users} first.",
    without: `Somebody must be unblocked first. ${ASK_OPERATOR}`,
  },
  139102: { why: "The block list changed while it was read.", next: FROM_FIRST_PAGE },
  139103: { why: "The block list failed inside WhatsApp.", next: "Try again in a moment." },
};
