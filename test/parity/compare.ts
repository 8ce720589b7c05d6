import { isDeepStrictEqual } from "node:util";
import type { Seen } from "../kapso/scripted-server.ts";
import type { Difference } from "./case.ts";

/** A request without what its meaning does not depend on. */
interface Exchange {
  method: string;
  /** Still encoded. */
  path: string;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  /** JSON as it reads; a form by the names of its parts; absent where nothing was sent. */
  body?: unknown;
}

export type Found = Omit<Difference, "why">;

/** Of the connection and of the HTTP library, not of the API. */
const TRANSPORT = [
  "accept-encoding",
  "accept-language",
  "connection",
  "content-length",
  "host",
  "sec-fetch-mode",
  "transfer-encoding",
  "user-agent",
];

async function exchange({ method, url, headers, body }: Seen): Promise<Exchange> {
  const { pathname: path, searchParams } = new URL(url, "http://kapso.test");
  const query = byName([...searchParams]);
  const sent = Object.entries(headers).filter(([name]) => !TRANSPORT.includes(name));
  const kept = Object.fromEntries(sent.map(([name, value]) => [name, String(value).replace(/; boundary=.*/, "")]));
  const bytes = Buffer.from(body, "latin1");
  const read = bytes.length === 0 ? {} : { body: await content(bytes, headers["content-type"] ?? "") };
  return { method, path, query, headers: kept, ...read };
}

async function content(bytes: Buffer, type: string): Promise<unknown> {
  if (type.startsWith("application/json")) return JSON.parse(bytes.toString("utf8"));
  if (!type.startsWith("multipart/form-data")) return bytes.toString("utf8");
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const parts = [...form].map(
    async ([name, part]) => [name, typeof part === "string" ? part : await file(part)] as const,
  );
  return byName(await Promise.all(parts));
}

/** A name that comes several times has its values in a list. */
function byName(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const names = [...new Set(pairs.map(([name]) => name))];
  const values = (name: string) => pairs.filter(([each]) => each === name).map(([, value]) => value);
  return Object.fromEntries(names.map((name) => [name, values(name).length === 1 ? values(name)[0] : values(name)]));
}

const file = async (part: File) => ({
  filename: part.name,
  type: part.type,
  bytes: Buffer.from(await part.arrayBuffer()).toString("latin1"),
});

/**
 * Where the requests of a tool and those of the SDK are not the same. Each of the SDK's is held against the first of
 * ours that has its method and is left; what is left of ours in the end is `more`.
 */
export async function compare(ours: readonly Seen[], theirs: readonly Seen[]): Promise<Found[]> {
  const rest = await Promise.all(ours.map(exchange));
  const wanted = await Promise.all(theirs.map(exchange));
  const found: Found[] = [];
  for (const [i, their] of wanted.entries()) {
    const place = rest.findIndex(({ method }) => method === their.method);
    const [our] = rest.splice(Math.max(place, 0), 1);
    const all = our === undefined ? [{ at: "request", theirs: line(their) }] : differences("", our, their);
    found.push(...all.map((each) => ({ ...each, at: i === 0 ? each.at : `[${i}] ${each.at}` })));
  }
  return [...found, ...rest.map((our, i) => ({ at: `more[${i}]`, ours: line(our) }))];
}

/** A request that only one side makes. */
function line({ method, path, query }: Exchange): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return `${method} ${path}${pairs.length === 0 ? "" : "?"}${pairs.sort().join("&")}`;
}

function differences(at: string, ours: unknown, theirs: unknown): Found[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (Array.isArray(ours) && Array.isArray(theirs)) return inside(ours, theirs, (key) => `${at}[${key}]`);
  if (isObject(ours) && isObject(theirs)) return inside(ours, theirs, (key) => (at === "" ? key : `${at}.${key}`));
  return [{ at, ours, theirs }];
}

function inside(ours: object, theirs: object, name: (key: string) => string): Found[] {
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const read = (of: object, key: string): unknown => Object.entries(of).find(([each]) => each === key)?.[1];
  return [...keys].flatMap((key) => differences(name(key), read(ours, key), read(theirs, key)));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
