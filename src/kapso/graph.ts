import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import type { ReadOptions } from "./http/query.ts";
import type { Query } from "./http/url.ts";
import type { Path } from "./ids.ts";
import type { Reader } from "./records.ts";
import type { Sender, SendOptions } from "./sends.ts";

export interface GraphRequest {
  /** Below the version: `/{id}/{edge}`. */
  path: string;
  query?: Query | undefined;
  body?: object | undefined;
}

/** What came, whatever its shape. */
export interface GraphAnswer {
  body: unknown;
}

const MAX_LENGTH = 1_000;
const SEGMENT = /^(?!\.+$)[\w.=+@-]+$/;
const VERSION = /^v\d+(\.\d+)?$/i;

/**
 * The segments of a path below the version, or what is wrong with it in words that follow "must". Segments come bare:
 * an encoded character, a dot segment, an empty one or a host could lead out of the base.
 */
export function graphSegments(text: string): { segments: string[] } | { must: string } {
  if (text.length > MAX_LENGTH) return { must: `have at most ${MAX_LENGTH} characters` };
  const segments = text.replace(/^\//, "").split("/");
  if (!segments.every((segment) => SEGMENT.test(segment))) {
    return { must: "be /{id}/{edge} below the version: no host, no query, no %, no empty or dot segment" };
  }
  if (segments.some((segment) => VERSION.test(segment))) {
    return { must: "come without a version; the configured one is put before it" };
  }
  return { segments };
}

const anything: Reader<GraphAnswer> = (body) => ({ body });

/** Any path of the proxy, for what has no method of its own. */
export class Graph {
  readonly #http: Http;
  readonly #sends: Sender;

  constructor(http: Http, sends: Sender) {
    this.#http = http;
    this.#sends = sends;
  }

  async get({ path, query }: GraphRequest, { signal }: ReadOptions = {}): Promise<GraphAnswer> {
    return this.#http.get({ to: to(path), query, read: anything, signal });
  }

  /** Not safe to repeat, since nobody knows what it does: it goes as a send does, one at a time for a path. */
  async post({ path, query, body }: GraphRequest, options: SendOptions = {}): Promise<GraphAnswer> {
    return this.#sends.send({ to: to(path), lane: path, query, body, read: anything }, options);
  }

  /** Not safe to repeat, as `post`. */
  async delete({ path, query, body }: GraphRequest, { signal }: ReadOptions = {}): Promise<GraphAnswer> {
    return this.#http.write("DELETE", {
      to: to(path),
      query,
      ...(body !== undefined && { body }),
      read: anything,
      repeatable: false,
      signal,
    });
  }
}

/** One template for all in logs: a path holds ids. @throws KapsoError `invalid_request` */
function to(text: string): Path {
  const read = graphSegments(text);
  if ("must" in read) throw invalidRequest("path", `must ${read.must}`);
  return { route: "{graph path}", path: `/${read.segments.map(encodeURIComponent).join("/")}` };
}
