/**
 * The HTTP status of each Graph code that an answer of these routes may carry: the HTTP column of errors.md, sections
 * 2 and 4 to 10, and the D rules of README sections 5 and 17 for 100 and 404. A code that is not here is not the contract's.
 */
const STATUSES: Record<number, readonly number[]> = {
  0: [401],
  1: [400],
  2: [503],
  3: [500],
  4: [400],
  10: [403],
  33: [400],
  // 404 for an unknown path, 405 for a method: README section 17, endpoints.md "Routing order"
  100: [400, 404, 405],
  190: [401],
  368: [403],
  404: [404],
  470: [400],
  613: [429],
  1026: [422],
  2040: [400],
  2046: [400],
  2047: [400],
  80007: [400],
  130429: [400, 429],
  130472: [400],
  130497: [403],
  130501: [400],
  131000: [500],
  131005: [403],
  131008: [400],
  131009: [400],
  131016: [500],
  131020: [400],
  131021: [400],
  131026: [400],
  131030: [400],
  131031: [403],
  131037: [400],
  131041: [400],
  131042: [400],
  131044: [400],
  131045: [500],
  131047: [400, 422],
  131048: [400],
  131049: [400],
  131050: [400],
  131051: [400],
  131052: [400],
  131053: [400],
  131055: [400],
  131056: [400],
  131057: [500],
  131062: [400],
  132000: [400],
  132001: [404],
  132005: [400],
  132007: [400],
  132012: [400],
  132015: [400],
  132016: [400],
  132018: [400],
  132068: [400],
  132069: [400],
  133010: [400],
  134011: [400],
  135000: [400],
  137000: [400],
};

/** What is wrong with this pair, or nothing. 200 to 299 are one family of errors.md section 2. */
export function codeViolation(code: number, status: number): string | undefined {
  const allowed = code >= 200 && code <= 299 ? [403] : STATUSES[code];
  if (!allowed) return `error.code: ${code} is not a code of errors.md`;
  if (!allowed.includes(status)) return `error.code: ${code} comes with HTTP ${allowed.join(" or ")}, not ${status}`;
  return undefined;
}
