// What is known of each error code, from `contract/errors.md` sections 2 to 13. The list stays open: new codes appear
// without notice, and a code that is not here is judged by its HTTP status.

/**
 * The retry column of the contract. N: do not retry. F: only after changing the request. L: later, with back-off.
 * S: safe to repeat soon, nothing was done. H: a human must act first. A: outcome unknown, check before repeating.
 */
export type RetryClass = "N" | "F" | "L" | "S" | "H" | "A";

export interface ErrorCode {
  code: number | string;
  name: string;
  retry: RetryClass;
  /** How long to wait before the first repetition, where the contract gives a figure. */
  delayMs?: number;
  /** One repetition is worth trying, more are not. */
  once?: boolean;
}

type Row = readonly [name: string, retry: RetryClass, delayMs?: number];

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Graph's numeric codes; 404 is Kapso's own for a record that it does not have. 200 stands for 200 to 299. */
const graphCodes: Readonly<Record<number, Row>> = {
  0: ["AuthException", "H"],
  1: ["Unknown", "L"],
  2: ["Service", "L"],
  3: ["API Method", "H"],
  4: ["Too many calls", "L", MINUTE],
  10: ["Permission denied", "H"],
  33: ["Value not valid", "F"],
  100: ["Invalid parameter", "F"],
  190: ["Access token expired", "H"],
  200: ["API permission", "H"],
  368: ["Temporarily blocked for policy", "H"],
  404: ["Record not found", "F"],
  470: ["Re-engagement (on-premises)", "F"],
  613: ["Call permission query limit", "L", 1_000],
  1026: ["Receiver incapable", "F"],
  2040: ["Message not supported (payments)", "F"],
  2046: ["Order status transition", "F"],
  2047: ["Order cannot be cancelled", "N"],
  80007: ["Account rate limit", "L", MINUTE],
  130429: ["Rate limit hit", "L", 1_000],
  130470: ["Re-engagement (legacy)", "F"],
  130472: ["Experiment", "N"],
  130497: ["Restricted country", "N"],
  130501: ["Message type not supported", "F"],
  131000: ["Something went wrong", "L"],
  131005: ["Access denied", "H"],
  131008: ["Required parameter missing", "F"],
  131009: ["Value not valid", "F"],
  131016: ["Service unavailable", "L"],
  131020: ["Bad group", "F"],
  131021: ["Recipient is sender", "N"],
  131026: ["Undeliverable", "N"],
  131027: ["Something went wrong (legacy)", "L"],
  131030: ["Not in allowed list", "H"],
  131031: ["Account locked", "H"],
  131035: ["Webhook not delivered in retention", "N"],
  131036: ["Not delivered to a device", "F"],
  131037: ["Display name needs approval", "H"],
  131041: ["Group unknown", "F"],
  131042: ["Payment issue", "H"],
  131044: ["Payment issue on calls", "H"],
  131045: ["Incorrect certificate", "H"],
  131047: ["Re-engagement", "F"],
  131048: ["Spam rate limit", "H"],
  131049: ["Meta chose not to deliver", "L", DAY],
  131050: ["User stopped marketing", "N"],
  131051: ["Unsupported type", "F"],
  131052: ["Media download error", "F"],
  131053: ["Media upload error", "F"],
  131055: ["Method not allowed", "F"],
  131056: ["Pair rate limit", "L", 4_000],
  131057: ["Maintenance", "L", MINUTE],
  131059: ["Invalid cursor", "F"],
  131060: ["Message unavailable", "N"],
  131062: ["Authentication to BSUID", "F"],
  131201: ["Partly succeeded", "F"],
  131202: ["Duplicate participant", "F"],
  131203: ["Cannot add participant", "N"],
  131204: ["Too many participants", "F"],
  131207: ["Group suspended", "H"],
  131208: ["Group rate limit", "L", MINUTE],
  131209: ["Picture ratio", "F"],
  131210: ["Picture too small", "F"],
  131211: ["Group limit", "F"],
  131212: ["Not a participant", "F"],
  131213: ["Join request missing", "F"],
  131214: ["Group creation disabled", "L", DAY],
  131215: ["Not eligible", "N"],
  132000: ["Parameter count mismatch", "F"],
  132001: ["Template does not exist", "F"],
  132005: ["Hydrated text too long", "F"],
  132007: ["Character policy violated", "F"],
  132012: ["Parameter format mismatch", "F"],
  132015: ["Paused", "H"],
  132016: ["Disabled", "N"],
  132018: ["Invalid template parameter", "F"],
  132068: ["Flow blocked", "H"],
  132069: ["Flow throttled", "L", HOUR],
  133000: ["Incomplete deregistration", "F"],
  133004: ["Server unavailable", "L"],
  133005: ["PIN mismatch", "F"],
  133006: ["Re-verification needed", "F"],
  133008: ["Too many PIN guesses", "L", HOUR],
  133009: ["PIN guessed too fast", "L"],
  133010: ["Not registered", "F"],
  133015: ["Recently deleted", "L", 300_000],
  133016: ["Register limit", "L", HOUR],
  134011: ["Payment terms", "H"],
  134100: ["Only marketing", "F"],
  134101: ["Template syncing", "L", 600_000],
  134102: ["Template unavailable", "F"],
  134103: ["Marketing endpoint", "F"],
  135000: ["Generic user error", "F"],
  135002: ["Block list concurrent update", "S"],
  137000: ["Identity hash mismatch", "H"],
  138000: ["Calling not enabled", "H"],
  138001: ["Receiver uncallable", "N"],
  138002: ["Concurrent calls", "L"],
  138003: ["Duplicate call", "L"],
  138004: ["Connection error", "L"],
  138005: ["Call rate", "L"],
  138006: ["No permission", "F"],
  138007: ["Connect timeout", "F"],
  138009: ["Permission request limit", "L"],
  138011: ["Permission request refused (FAQ only)", "F"],
  138012: ["Call limit in 24 h", "L"],
  138013: ["Business calling unavailable", "N"],
  138014: ["Calling disabled for quality", "H"],
  138015: ["Cannot enable", "H"],
  138017: ["Permanent permission exists", "N"],
  138018: ["Prerequisites missing", "H"],
  138019: ["Call set-up failed", "L"],
  138020: ["Relay failed", "L"],
  138021: ["Media receive timeout", "L"],
  138022: ["Media transmit timeout", "L"],
  138023: ["Accepted, no media signal", "L"],
  138024: ["SIP not enabled (health)", "H"],
  138025: ["App has no SIP server (health)", "H"],
  139000: ["Blocked by integrity", "H"],
  139001: ["Flow cannot be updated", "F"],
  139002: ["Cannot publish", "F"],
  139003: ["Cannot deprecate", "N"],
  139004: ["Cannot delete", "F"],
  139006: ["Not enough metrics", "L"],
  139100: ["Some failed", "F"],
  139101: ["List full", "F"],
  139102: ["Concurrent update", "S"],
  139103: ["Internal", "L"],
  141000: ["Health problem", "H"],
  141002: ["Template not approved (health status)", "L"],
  200005: ["Insights unavailable", "N"],
  200006: ["Insights cannot be disabled", "N"],
  200007: ["Insights not enabled", "H"],
  1752041: ["Duplicate onboarding request", "N"],
  2388001: ["Confirm ownership or turn two-step off", "H"],
  2388012: ["Already in the account", "N"],
  2388019: ["Template limit", "H"],
  2388024: ["Name and language exist", "F"],
  2388040: ["Too long", "F"],
  2388047: ["Header format", "F"],
  2388072: ["Body format", "F"],
  2388073: ["Footer format", "F"],
  2388077: ["Analytics product types", "F"],
  2388091: ["Not eligible for code", "F"],
  2388093: ["Not eligible for code", "F"],
  2388103: ["Cannot migrate", "H"],
  2388142: ["Flow not published", "F"],
  2388293: ["Parameter ratio", "F"],
  2388299: ["Leading or trailing variable", "F"],
  2494055: ["Throughput", "L"],
  2494100: ["Maintenance mode", "L"],
  2494191: ["Thread take refused", "H"],
  2593079: ["Marked for migration", "H"],
  2593085: ["Not eligible for transfer", "H"],
  2593107: ["Sync limit", "H"],
  2593108: ["Sync window", "H"],
  2593109: ["History sharing refused", "N"],
};

/** Kapso's string codes. Where Kapso gives only a text, `reasons.ts` turns the text into one of these. */
const kapsoCodes: Readonly<Record<string, Row>> = {
  invalid_api_key: ["Invalid or missing API key", "H"],
  insufficient_credits: ["Insufficient credits", "H"],
  sandbox_session: ["A Kapso sandbox number without an active session", "H"],
  no_such_route: ["The host has no such route", "H"],
  sandbox_restriction: ["Not possible on a Kapso sandbox number", "N"],
  not_found: ["Number, configuration or record not found", "F"],
  file_gone: ["No file at its address", "F"],
  invalid_media_token: ["Invalid or expired media token", "S"],
  message_in_flight: ["Another message is in flight", "S", 500],
  thread_not_owner: ["Another application owns the thread", "F"],
  thread_ownership_unknown: ["Thread owner unknown", "L", 5_000],
  meta_business_agent_control: ["Meta's agent answers this thread", "F"],
  thread_control_in_progress: ["A thread control change is running", "L", 2_000],
  hsm_id_required: ["hsm_id is required", "F"],
  invalid_template_id: ["Invalid template id", "F"],
  messaging_account_mismatch: ["Messaging account mismatch", "F"],
  marketing_preference_stopped: ["User stopped marketing messages", "N"],
  window_expired: ["The 24-hour window is closed", "F"],
  contradictory_filters: ["Contradictory filters", "F"],
  rate_limit_exceeded: ["Rate limit exceeded", "L", MINUTE],
  media_download_failed: ["Media download failed", "L"],
  meta_request_failed: ["Meta API request failed", "A"],
  proxy_timeout: ["Kapso proxy timeout", "A"],
  edge_error: ["The edge answered in place of the API", "A"],
  // Endpoint kinds of flows: faults of the business's own endpoint, reported in health and metrics.
  timeout_error: ["Flow endpoint: no answer in 10 seconds", "H"],
  missing_capability: ["Flow endpoint: capability missing", "H"],
  cannot_be_served: ["Flow endpoint: cannot be served", "H"],
  no_http_response_error: ["Flow endpoint: no HTTP response", "H"],
  unexpected_http_status_code: ["Flow endpoint: unexpected HTTP status", "H"],
  "public-key-missing": ["Flow endpoint: public key missing", "H"],
  "public-key-signiture-verification": ["Flow endpoint: public key signature not verified", "H"],
  "response-decryption-error": ["Flow endpoint: response cannot be decrypted", "H"],
  "invalid-screen-transition": ["Flow endpoint: invalid screen transition", "H"],
  "payload-schema-error": ["Flow endpoint: payload does not fit the schema", "H"],
  "business-decryption-error": ["Flow endpoint: business could not decrypt", "H"],
};

const repeatOnce: ReadonlySet<number | string> = new Set([1, 131000, 131027]);

/** Every code of the tables above. */
export function allErrorCodes(): ErrorCode[] {
  return [...Object.keys(graphCodes).map(Number), ...Object.keys(kapsoCodes)].flatMap((code) => errorCode(code) ?? []);
}

/** What the contract says of a code. With code 100, 1 or none, a known `subcode` says more and wins. */
export function errorCode(code: number | string | null, subcode?: number): ErrorCode | undefined {
  if (subcode !== undefined && (code === 100 || code === 1 || code === null)) {
    if (subcode === 33) return { code: 33, name: "Object missing", retry: "F" };
    return errorCode(subcode) ?? errorCode(code);
  }
  const row = code === null ? undefined : find(code);
  if (code === null || !row) return undefined;
  const [name, retry, delayMs] = row;
  return {
    code,
    name,
    retry,
    ...(delayMs !== undefined && { delayMs }),
    ...(repeatOnce.has(code) && { once: true }),
  };
}

function find(code: number | string): Row | undefined {
  if (typeof code === "string") return Object.hasOwn(kapsoCodes, code) ? kapsoCodes[code] : undefined;
  return graphCodes[code >= 200 && code <= 299 ? 200 : code];
}
