import type { IncomingHttpHeaders } from "node:http";
import type { MediaMetadata } from "../types.ts";
import { invalidResponse } from "./errors.ts";
import type { FileCall, Http } from "./http.ts";
import type { Reply } from "./transport.ts";
import { isLoopback } from "./url.ts";

const KAPSO_HOSTS = /(?:^|\.)kapso\.ai$/;
const META_HOSTS = /^lookaside\.fbsbx\.com$|\.fbcdn\.net$|\.whatsapp\.net$/;
const MAX_REDIRECTS = 3;

export interface Download {
  data: Uint8Array;
  contentType: string;
  filename?: string;
}

type Bounds = Pick<FileCall, "maxBytes" | "signal">;

/** Fetches media bytes, from hosts of Kapso and Meta only (`contract/media.md` section 3). */
export class Downloads {
  readonly #http: Http;
  readonly #base: URL;

  constructor(http: Http, base: URL) {
    this.#http = http;
    this.#base = base;
  }

  /** B4: `download_url` of Kapso, or B5: `url` of Meta where the server gives no other. */
  async fetch(metadata: MediaMetadata, bounds: Bounds): Promise<Download> {
    if (metadata.download_url) {
      const url = this.#allowed(metadata.download_url, (host) => KAPSO_HOSTS.test(host));
      return this.#follow(url, "/media_download", bounds);
    }
    if (metadata.url) {
      const url = this.#allowed(metadata.url, (host) => META_HOSTS.test(host));
      return this.#follow(url, "{media url}", bounds);
    }
    throw invalidResponse("unexpected_shape", "The media metadata has no URL to download from");
  }

  /** Whether a link is to Kapso itself: only such a one is asked for here, and all others by the rules of the web. */
  isOwn(link: string): boolean {
    const url = URL.canParse(link) ? new URL(link) : undefined;
    return url !== undefined && this.#isAllowed(url, (host) => KAPSO_HOSTS.test(host));
  }

  /**
   * Kapso's copy of a message's file. It needs no credentials. Where it leads to storage on a host that is none of
   * Kapso's, that address is the answer: whether it may be asked is for others to say.
   */
  async copy(link: string, bounds: Bounds): Promise<Download | string> {
    let url = this.#allowed(link, (host) => KAPSO_HOSTS.test(host));
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const reply = await this.#http.file({ url, route: "{media copy}", ...bounds });
      if (reply.status < 300) return toDownload(reply);
      const target = locationOf(reply, url);
      if (target === undefined) break;
      // A sandbox has its storage on another port of the same machine.
      const isSandbox = isLoopback(this.#base) && isLoopback(target);
      if (!isSandbox && !this.#isAllowed(target, (host) => KAPSO_HOSTS.test(host))) return target.href;
      url = target;
    }
    throw invalidResponse("host_not_allowed", "Kapso's copy of the file leads nowhere");
  }

  /** D6: a flow's JSON, at a host of Kapso or of Meta. */
  async flowAsset(link: string, bounds: Bounds): Promise<Download> {
    const url = this.#allowed(link, (host) => KAPSO_HOSTS.test(host) || META_HOSTS.test(host));
    return this.#follow(url, "{flow asset url}", bounds);
  }

  async #follow(first: URL, route: string, bounds: Bounds): Promise<Download> {
    let url = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const reply = await this.#http.file({ url, route, ...bounds });
      if (reply.status < 300) return toDownload(reply);
      url = this.#allowed(
        locationOf(reply, url)?.href ?? "",
        (host) => KAPSO_HOSTS.test(host) || META_HOSTS.test(host),
      );
    }
    throw invalidResponse("host_not_allowed", `The media download was redirected more than ${MAX_REDIRECTS} times`);
  }

  #allowed(text: string, isAllowed: (host: string) => boolean): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && this.#isAllowed(url, isAllowed)) return url;
    throw invalidResponse("host_not_allowed", `Media may not be fetched from ${url?.host ?? "a URL that is none"}`);
  }

  /** The configured base's own host is allowed too, and over http when it is a loopback host. */
  #isAllowed(url: URL, isAllowed: (host: string) => boolean): boolean {
    const own = url.host === this.#base.host && (url.protocol === "https:" || isLoopback(this.#base));
    const known = url.protocol === "https:" && url.port === "" && isAllowed(url.hostname);
    return (own || known) && !url.username && !url.password;
  }
}

function toDownload({ headers, bytes }: Reply): Download {
  const filename = filenameOf(headers);
  const contentType = headers["content-type"] ?? "application/octet-stream";
  return { data: bytes, contentType, ...(filename !== undefined && { filename }) };
}

function locationOf({ headers }: Reply, from: URL): URL | undefined {
  const target = headers.location ?? "";
  return target !== "" && URL.canParse(target, from.href) ? new URL(target, from.href) : undefined;
}

/** The file name of `Content-Disposition`, without any folder. */
function filenameOf(headers: IncomingHttpHeaders): string | undefined {
  const disposition = headers["content-disposition"] ?? "";
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, quoted, bare] = /filename="([^"]*)"|filename=([^;\s]+)/i.exec(disposition) ?? [];
  const name = (decoded(encoded) ?? quoted ?? bare ?? "").replace(/^.*[/\\]/, "").replace(/\p{Cc}/gu, "");
  return name === "" || name === "." || name === ".." ? undefined : name;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
