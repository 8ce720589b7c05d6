import { isRecord } from "./json.ts";

/**
 * What a refusal means, whichever form it comes in: Graph's numbers, Kapso's texts, a page of somebody in between
 * (`contract/live.md` section 2). Whoever acts on a refusal asks for this, and for no number.
 */
export type Reason =
  | "window_closed"
  | "sandbox_session"
  | "in_flight"
  | "no_such_route"
  | "no_such_object"
  | "invalid_key"
  | "throttled"
  | "undeliverable"
  | "flow_not_published";

interface Refused {
  status?: number | undefined;
  code: number | string | null;
  subcode?: number | undefined;
  /** The API's message. */
  text: string;
}

const BY_CODE = new Map<number | string | null, Reason>([
  [470, "window_closed"],
  [130470, "window_closed"],
  [131047, "window_closed"],
  ["window_expired", "window_closed"],
  ["sandbox_session", "sandbox_session"],
  ["message_in_flight", "in_flight"],
  ["no_such_route", "no_such_route"],
  [2500, "no_such_route"],
  [404, "no_such_object"],
  ["not_found", "no_such_object"],
  ["file_gone", "no_such_object"],
  ["invalid_api_key", "invalid_key"],
  [4, "throttled"],
  [80007, "throttled"],
  [130429, "throttled"],
  [131056, "throttled"],
  ["rate_limit_exceeded", "throttled"],
  [131026, "undeliverable"],
]);

const BY_SUBCODE = new Map<number | undefined, Reason>([
  [33, "no_such_object"],
  [2388142, "flow_not_published"],
]);

/** Undefined where nothing but the code and the words is known. */
export function reasonOf({ status, code, subcode, text }: Refused): Reason | undefined {
  if (status === 405 || (status === 404 && /^unknown path components/i.test(text))) return "no_such_route";
  return BY_SUBCODE.get(subcode) ?? BY_CODE.get(code);
}

/** Texts that Kapso gives in place of a code, with the status they come with where it decides. */
const TEXTS: readonly (readonly [RegExp, string, number?])[] = [
  [/outside (?:of )?the 24.?hour window/i, "window_expired"],
  [/already in-flight/i, "message_in_flight", 409],
  [/rate limit exceeded/i, "rate_limit_exceeded"],
  [/api key/i, "invalid_api_key", 401],
  [/insufficient credits/i, "insufficient_credits"],
  [/active sandbox session required/i, "sandbox_session", 403],
  [/sandbox/i, "sandbox_restriction", 403],
  [/media token/i, "invalid_media_token", 404],
  [/not found/i, "not_found", 404],
  [/hsm_id is required/i, "hsm_id_required"],
  [/invalid template_id/i, "invalid_template_id"],
  [/media download failed/i, "media_download_failed"],
  [/meta api request failed/i, "meta_request_failed"],
  [/proxy timeout/i, "proxy_timeout"],
];

/** The code that stands for a text of Kapso's. */
export function codeOfText(text: string, status: number): string | undefined {
  return TEXTS.find(([words, , only]) => (only === undefined || only === status) && words.test(text))?.[1];
}

/** Rails' own 404, in JSON or as a page: it speaks of the route, and Kapso's of a record. */
export function isMissingRoute(status: number, body: unknown): boolean {
  if (status !== 404) return false;
  return isRecord(body) ? body["status"] === 404 && body["error"] === "Not Found" : body === undefined;
}
