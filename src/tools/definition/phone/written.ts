/** Where people and programs put a number: after a scheme, in a link, in WhatsApp's own address of a person. */
const WRAPPED = [
  /^(?:https?:\/\/)?(?:www\.)?wa\.me\/\+?(\d+)(?:[/?#].*)?$/i,
  /^(?:https?:\/\/(?:api|web)\.whatsapp\.com\/|whatsapp:\/\/)send\/?\?(?:.*&)?phone=(?:\+|%2b)?(\d+)(?:[&#].*)?$/i,
  /^(\d+)(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)$/i,
];

const SCHEME = /^(?:whatsapp|tel|callto|sms):(?:\/\/)?/i;

/** A link with a text in it may be long; what is longer holds no number. */
const LONGEST = 2_000;

/**
 * A phone number without what is around it and with plain signs: links and WhatsApp's addresses give `+` and digits. What
 * is none of these stays what it is, for the schema to judge.
 */
export function unwrapped(text: string): string {
  if (text.length > LONGEST) return text;
  const plain = text
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Cc}]/gu, "")
    .replace(/\p{Zs}/gu, " ")
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");
  const digits = WRAPPED.map((pattern) => pattern.exec(plain)?.[1]).find((found) => found !== undefined);
  return digits === undefined ? plain.replace(SCHEME, "").trim() : `+${digits}`;
}

/**
 * The digits of a number, or the text where it is none for certain. After `+` or `00`, spaces, dashes, dots and
 * parentheses go. Without, only bare digits are a number, as the API writes a `wa_id`: one that is written the way a
 * country writes it at home would reach somebody in another country. `(0)` is a digit for some and none for others.
 */
export function internationalDigits(text: string): string {
  const number = unwrapped(text);
  if (!/^(\+|00)/.test(number) || number.includes("(0)")) return number;
  return number.replace(/^(\+|00)/, "").replace(/[\s().-]/g, "");
}

/** What WhatsApp addresses otherwise: no number at all. */
export function isOtherAddress(text: string): boolean {
  return /@(?:g\.us|lid|broadcast|newsletter)$/i.test(unwrapped(text));
}
