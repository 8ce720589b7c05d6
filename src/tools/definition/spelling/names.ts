import { fold } from "./values.ts";

/**
 * Parameters by other names than ours: what the API, a record of it or a former result calls the same thing. A name is
 * taken for ours only where the tool has no parameter of that name, and one parameter that it can mean and that takes the
 * value. None is advertised.
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  // Kapso's records and webhooks say either for the customer's number.
  wa_id: ["phone_number"],
  phone_number: ["wa_id"],
  to: ["wa_id"],
  recipient: ["user_id", "business_scoped_user_id"],
  // Records of the API have an `id`, ours say of what.
  conversation_id: ["id"],
  message_id: ["id"],
  media_id: ["id"],
  call_id: ["id"],
  template_id: ["id"],
  flow_id: ["id"],
  // `template: {name, language: {code}}`, and `GET /message_templates?name=`
  template_name: ["name"],
  language: ["language_code"],
  flow_name: ["name"],
  name: ["flow_name"],
  // `text: {body}`, `interactive: {type}`, `context: {message_id}`
  text: ["body"],
  kind: ["type"],
  reply_to_message_id: ["message_id"],
  link: ["url"],
  url: ["link"],
  // What a result calls the cursor that the next call gives.
  after: ["next_cursor", "cursor"],
  before: ["previous_cursor", "older_cursor"],
  after_message_id: ["last_seen_message_id"],
  business_account_id: ["waba_id", "whatsapp_business_account_id"],
};

type Args = Record<string, unknown>;

/** The parameters of `own` that a name can mean, none where it is a parameter itself. */
export function meanings(name: string, own: readonly string[]): string[] {
  return own.includes(name) ? [] : own.filter((each) => OTHER_NAMES[each]?.includes(name));
}

/** The arguments under our names; `fits` says whether a parameter takes a value. */
export function underOurNames(
  args: Args,
  own: readonly string[],
  fits: (name: string, value: unknown) => boolean,
): Args {
  const given = new Set(Object.keys(args));
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const [ours, ...more] = meanings(name, own).filter((each) => !given.has(each) && fits(each, value));
      if (ours === undefined || more.length > 0) return [name, value];
      given.add(ours);
      return [ours, value];
    }),
  );
}

/** The parameter that an unknown name was meant for: by another name of it, or but for a slip. */
export function didYouMean(name: string, own: readonly string[]): string | undefined {
  const [meant] = meanings(name, own);
  if (meant !== undefined) return meant;
  const close = own
    .map((each) => ({ each, slips: slips(plain(name), plain(each)) }))
    .sort((a, b) => a.slips - b.slips)[0];
  return close !== undefined && close.slips <= Math.min(2, name.length / 3) ? close.each : undefined;
}

/** `phoneNumber`, `phone-number` and `phone_number` are one name. */
const plain = (name: string) => fold(name).replaceAll("_", "");

/** How many characters must be added, taken away or changed to make one text of the other (Levenshtein). */
function slips(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, char] of [...a].entries()) {
    const row = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [left = 0, up = 0, corner = 0] = [row[j], above[j + 1], above[j]];
      row.push(Math.min(left + 1, up + 1, corner + (char === other ? 0 : 1)));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
