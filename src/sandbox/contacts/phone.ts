/** Phone numbers as the wire has them: `to` in any notation, `wa_id` in digits, `phone_number` with a plus. */

/** `+`, spaces, dashes and parentheses are tolerated in `to` (contract README section 13). Anything else is no number. */
export function readPhone(text: string): string | undefined {
  const digits = text.replace(/[+\s()-]/g, "");
  return /^\d{5,15}$/.test(digits) && /^\s*\+?[^+]*$/.test(text) ? digits : undefined;
}

const BSUID = /^[A-Za-z0-9._-]{1,256}$/;

/** A business-scoped user id where a phone number could stand too: a word, a dot, the rest (`BR.1203…`, `user.9f3c…`). */
export function looksLikeUserId(text: string): boolean {
  return BSUID.test(text) && /^[A-Za-z]+\./.test(text);
}

export function isUserId(text: string): boolean {
  return BSUID.test(text);
}

/**
 * The WhatsApp id of a dialled number. Some countries' ids differ from what people dial: Mexico's carry a 1 after the
 * country code, Argentina's a 9, and Brazil's lack the ninth digit outside the area codes 11 to 28.
 */
export function waIdOf(digits: string): string {
  if (/^52\d{10}$/.test(digits)) return `521${digits.slice(2)}`;
  if (/^54[1-8]\d{9}$/.test(digits)) return `549${digits.slice(2)}`;
  const brazilian = /^55([3-9]\d)9(\d{8})$/.exec(digits);
  return brazilian ? `55${brazilian[1]}${brazilian[2]}` : digits;
}
