/** Reasons that several cases share, each with its place in the contract. */

export const SELECTOR =
  "README.md 6: what an absent selector means is unresolved, so the client always sends an explicit one.";

export const PAGE =
  "README.md 5: limit is 20 by default; ours says so, and a page has the size that the tool promises.";

export const STATE =
  "endpoints.md G4, H3, E2, F2: these writes answer only {success: true}; the tool returns the state after the write, " +
  "which takes a read (style.md rule 11).";

export const FREE_KEYS =
  "README.md 3: never convert keys inside free-form objects; the SDK turns every key into snake_case.";

export const FLOW_OWNER =
  "README.md 2 and flows.md, first paragraph: a flow's id in the path needs phone_number_id or business_account_id in " +
  "the query. The SDK forgets it on some calls, the client always adds it.";

export const FLOW_LIST =
  "README.md 16: the seed lists flows under the number, the SDK under the account; both are taken.";

export const ENCODED = "README.md 13: percent-encode each path segment.";

export const NO_VARIABLES =
  "messages.md 8: components are omitted when the template has no variables; the SDK's builder sends an empty list.";

/** `contract/live.md` section 3. */
export const SPELLING =
  "live.md section 3: live records hold digits; where a number with its plus finds nothing, the digits are asked for";
