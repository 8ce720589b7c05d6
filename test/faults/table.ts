import type { Answer } from "../helpers/harness.ts";
import { KINDS, type KindName } from "./kinds.ts";
import type { Trouble } from "./line.ts";
import * as troubles from "./troubles.ts";

const { limited, skewed, twice } = troubles;

/**
 * What a call says of itself.
 * - `done`: it gives its data
 * - `nothing`: it failed, and nothing was done (a read never does anything, and says nothing of it)
 * - `unknown`: it failed, and nobody knows whether it took effect
 */
export type Claim = "done" | "nothing" | "unknown";

/** The claim, and how many requests of the tool's own method leave at least and at most. */
type Expected = [claim: Claim, least: number, most?: number];

export interface Fault {
  name: string;
  trouble: Trouble;
  /** Whether the writes that were asked for took effect behind the fault. */
  reached: boolean;
  read: Expected;
  send: Expected;
  /** Uploads and deletes, which do no harm twice and are left to the caller to repeat. */
  write: Expected;
  says?: RegExp;
  /** Ends a wait that meets it, however much time is left. */
  endsWait?: true;
  /** Needs short timeouts. */
  slow?: true;
}

const NO: Expected = ["nothing", 1];
const FIVE: Expected = ["nothing", 5];
const DONE: Expected = ["done", 1];
const UNKNOWN: Expected = ["unknown", 1];

/** Nobody heard the answer: a send asks the history, which knows what was done. */
const LOST = { reached: true, send: DONE, write: UNKNOWN };
const STOPPED = { reached: false, send: UNKNOWN, write: UNKNOWN };
const REFUSED = { reached: false, read: NO, send: NO, write: NO };

export const FAULTS: Fault[] = [
  { name: "reset before the effect", trouble: troubles.resetBefore, ...STOPPED, read: FIVE, says: /connection_lost/ },
  { name: "reset after the effect", trouble: troubles.resetAfter, ...LOST, read: FIVE, says: /connection_lost/ },
  { name: "the body is cut off", trouble: troubles.cutOff, ...LOST, read: FIVE, says: /connection_lost/ },
  { name: "half of the JSON", trouble: troubles.halfJson, ...LOST, read: FIVE, says: /truncated_body/ },
  { name: "HTML with 200", trouble: troubles.html, ...LOST, read: NO, says: /not_json[\s\S]*KAPSO_BASE_URL/ },
  { name: "HTML with 502", trouble: troubles.badGateway, ...STOPPED, read: FIVE, says: /edge_error, HTTP 502/ },
  { name: "JSON of another type", trouble: troubles.wrongType, reached: true, read: DONE, send: DONE, write: DONE },
  {
    name: "more than 10 MB",
    trouble: troubles.huge,
    ...LOST,
    read: NO,
    says: /too_large[\s\S]*Next: (Ask for less|Try again once)/,
  },
  { name: "500 without end", trouble: troubles.failing, ...STOPPED, read: FIVE, says: /HTTP 500/ },
  { name: "503 without end", trouble: troubles.unavailable, ...STOPPED, read: FIVE, says: /edge_error, HTTP 503/ },
  { name: "500 twice", trouble: twice(troubles.failing), ...STOPPED, read: ["done", 3], says: /HTTP 500/ },
  { name: "429 twice", trouble: twice(limited("1")), ...REFUSED, read: ["done", 3], send: ["done", 3] },
  { name: "429 with 2 s", trouble: limited("2"), ...REFUSED, read: FIVE, send: FIVE, says: /Wait at least 2 s/ },
  { name: "429 with 120 s", trouble: limited("120"), ...REFUSED, says: /Wait at least 120 s/, endsWait: true },
  {
    name: "429 with a date",
    trouble: troubles.limitedUntil(12),
    ...REFUSED,
    read: ["nothing", 2],
    send: ["nothing", 3],
    says: /Wait at least 1[012] s/,
  },
  { name: "429 without a time", trouble: limited(undefined), ...REFUSED, read: FIVE, send: FIVE, says: /Wait, then/ },
  { name: "401 in mid-session", trouble: troubles.keyRevoked, ...REFUSED, says: /KAPSO_API_KEY/, endsWait: true },
  { name: "Date 30 hours on", trouble: skewed(30), reached: true, read: DONE, send: DONE, write: DONE },
  { name: "Date 30 hours back", trouble: skewed(-30), reached: true, read: DONE, send: DONE, write: DONE },
  { name: "no head", trouble: troubles.silence, ...STOPPED, read: ["nothing", 1, 5], says: /_timeout/, slow: true },
  {
    name: "no head, after the effect",
    trouble: troubles.silenceAfter,
    ...LOST,
    read: ["nothing", 1, 5],
    says: /_timeout/,
    slow: true,
  },
  {
    name: "half a body, then silence",
    trouble: troubles.halfAndSilence,
    ...LOST,
    read: ["nothing", 1, 5],
    says: /_timeout/,
    slow: true,
  },
  { name: "a slow drip", trouble: troubles.drip, ...LOST, read: NO, says: /call_timeout/, slow: true },
];

/** What a wait asks after its first request: for the newest message, for the reply, and three times whether more comes. */
const MORE_OF_A_WAIT = 5;

export function expectedOf(fault: Fault, kind: KindName): { claim: Claim; least: number; most: number } {
  const [claim, least, most = least] = expectations(fault)[kind];
  const more = kind === "wait" && claim === "done" ? MORE_OF_A_WAIT : 0;
  return { claim, least: least + more, most: most + more };
}

/** A wait that meets the fault from the first is a read. */
function expectations({ read, send, write }: Fault): Record<KindName, Expected> {
  return { read, send, delete: write, upload: write, wait: read };
}

/** What an answer claims; undefined for a failure that leaves it open. */
export function claimOf({ isError, text }: Answer, kind: KindName): Claim | undefined {
  if (!isError) return "done";
  if (KINDS[kind].method === "GET") return "nothing";
  if (text.includes(`Nothing was ${KINDS[kind].done}.`)) return "nothing";
  return text.includes(`It is not known whether anything was ${KINDS[kind].done}`) ? "unknown" : undefined;
}
