import type { Leaf } from "./leaves.ts";

export type Reader = "list_messages" | "get_message" | "read_conversation" | "export_messages";

// biome-ignore lint/suspicious/noExplicitAny: a captured record, as it came
type Captured = Record<string, any>;

interface Exempt {
  /** A path without positions in lists. */
  path: RegExp;
  why: string;
  /** Where it may be missing; everywhere, unless named. */
  in?: readonly Reader[];
  when?(leaf: Leaf, record: Captured): boolean;
}

const LISTS: Reader[] = ["list_messages", "read_conversation"];
const READ: Reader[] = ["read_conversation"];

/** What of a stored message need not be read, and why. Everything else must. */
const EXEMPT: readonly Exempt[] = [
  { path: /^edit\.message\.context\.id$/, why: "the message that was edited says what it answers", in: READ },
  { path: /sha256$/, why: "a hash" },
  {
    path: /\.(url|link)$|media_url$/,
    why: "signed: it opens the file for whoever holds it; download_media gets the file",
    when: ({ value }) => /lookaside\.fbsbx\.com|\/rails\/active_storage\//.test(String(value)),
  },
  { path: /^kapso\.(processing_status|phone_number_id)$/, why: "Kapso's own state; the number that was asked for" },
  { path: /^kapso\.origin$/, why: "the usual origin", when: ({ value }) => value === "cloud_api" },
  { path: /has_media$/, why: "there is a media part or none" },
  {
    path: /^kapso\.status$/,
    why: "an inbound message has arrived, and always has the same status",
    when: (_, { kapso }) => kapso.direction === "inbound",
  },
  {
    path: /^kapso\.status$/,
    why: "that ours arrived is what one expects",
    in: READ,
    when: ({ value }) => value === "read",
  },
  { path: /^kapso\.direction$/, why: "told as from: customer or us", in: READ },
  { path: /^context\.from$/, why: "the quoted message says it" },
  { path: /^from$/, why: "our own number", when: (_, { kapso }) => kapso.direction === "outbound" },
  {
    path: /^kapso\.media_data\.filename$/,
    why: "a name that Kapso made for what has none; only a document has one",
    when: (_, { type }) => type !== "document",
  },
  { path: /^kapso\.media_data\.byte_size$/, why: "get_media tells the size", in: READ },
  { path: /^audio\.voice$/, why: "an audio with a transcript is one", in: READ },
  { path: /^sticker\.animated$/, why: "the usual kind", when: ({ value }) => value === false },
  {
    path: /(^|\.)(type|sub_type|index)$/,
    why: "constants that name the part beside them",
    when: (leaf) => leaf.path !== "type" && leaf.path !== "unsupported.type",
  },
  { path: /^type$/, why: "a text needs no type", in: READ, when: ({ value }) => value === "text" },
  {
    path: /^interactive\.nfm_reply\.(name|body)$/,
    why: "constants of a flow's answer",
    when: ({ value }) => value === "flow" || value === "Sent" || value === "address_message",
  },
  {
    path: /^interactive\.(button_reply|list_reply|action\.(buttons\.reply|sections\.rows))\.id$/,
    why: "the title says it",
    in: READ,
  },
  { path: /^button\.payload$/, why: "the title says it", in: READ },
  { path: /language(\.code)?$/, why: "the text is in it", in: READ },
  {
    path: /^kapso\.content$/,
    why: "a rendering of what the fields of the type say",
    when: (_, { type, interactive }) =>
      ["location", "contacts", "order", "system", "unsupported"].includes(type) ||
      interactive?.type === "call_permission_reply",
  },
  { path: /errors\.href$/, why: "a page for developers" },
  { path: /errors\.message$/, why: "the title again, or less" },
  {
    path: /^(kapso\.statuses\.)?errors\./,
    why: "one reason is enough, and of the customer's message it is that it is not supported",
    in: READ,
    when: ({ key }, { kapso }) => key === "title" || kapso.direction === "inbound",
  },
  { path: /^kapso\.statuses\.(id|recipient_id)$/, why: "the message and its recipient again" },
  { path: /^kapso\.statuses\.pricing\.pricing_model$/, why: "the same for all" },
  { path: /^kapso\.statuses\.(status|timestamp|pricing\.\w+)$/, why: "get_message has the history", in: LISTS },
  {
    path: /^referral\.(source_id|source_type|media_type|image_url|ctwa_clid)$/,
    why: "ids for advertisers, and the picture",
    in: READ,
  },
];

export function mayBeMissing(leaf: Leaf, record: Captured, reader: Reader): boolean {
  return EXEMPT.some(
    ({ path, in: readers, when }) =>
      path.test(leaf.path) && (readers?.includes(reader) ?? true) && (when?.(leaf, record) ?? true),
  );
}

/** What a reader looks for in place of the leaf: times are shown in ISO 8601, and of a file's rendering its words. */
export function expected(
  { path, key, value }: Leaf,
  { type }: Captured,
): { values: (string | number | boolean)[]; names: string[] } {
  const names = [key, ...(RENAMED[path] ?? [])];
  if (/timestamp$/.test(key)) return { values: [iso(value)], names };
  if (path === "kapso.content" && MEDIA.includes(type)) return { values: wordsOf(String(value)), names };
  return { values: [value], names };
}

const MEDIA = ["image", "audio", "video", "document", "sticker"];
const RENAMED: Readonly<Record<string, string[]>> = { "kapso.media_data.byte_size": ["bytes"] };

function iso(seconds: string | number | boolean): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** Of `Audio attached (...) [...] URL: ...` and a transcript, the transcript. */
function wordsOf(content: string): string[] {
  const words = content
    .replace(/^\w+ attached .*/, "")
    .replace(/^\s*Transcript: /, "")
    .trim();
  return words === "" ? [] : [words];
}
