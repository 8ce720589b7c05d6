/** Ids are counted, so that the same steps give the same ids. Formats: contract README section 13. */

const UUID_PREFIX = {
  project: "b4000000",
  config: "cf000000",
  conversation: "c0000000",
  contact: "ca000000",
  call: "cb000000",
  user: "a5000000",
  customer: "cc000000",
} as const;

export function uuid(kind: keyof typeof UUID_PREFIX, count: number): string {
  return `${UUID_PREFIX[kind]}-0000-4000-8000-${count.toString(16).padStart(12, "0")}`;
}

/** Laid out as Meta's: a header, the customer, a direction mark and a hexadecimal tail. Never needs `/` or `+`. */
export function wamid(count: number, customer: string, direction: "inbound" | "outbound"): string {
  const outbound = direction === "outbound";
  const tail = `3EB0${count
    .toString(16)
    .toUpperCase()
    .padStart(outbound ? 14 : 18, "0")}`;
  const party = Buffer.from(customer.slice(0, 24), "latin1");
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, party.length]),
    party,
    Buffer.from([0x15, 0x02, 0x00, outbound ? 0x11 : 0x12, 0x18, tail.length]),
    Buffer.from(tail, "latin1"),
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString("base64")}`;
}

export function wacid(count: number): string {
  return `wacid.${Buffer.from(`call:${String(count).padStart(8, "0")}`, "latin1").toString("base64")}`;
}

const FIRST_MEDIA_ID = 1_290_447_715_880_000;

export function mediaId(count: number): string {
  return String(FIRST_MEDIA_ID + count);
}

/** Counts each kind of thing from 1. */
export class Counters {
  readonly #counts = new Map<string, number>();

  next(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }
}
