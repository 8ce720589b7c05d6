import type { IncomingHttpHeaders } from "node:http";
import type { FileCall, Http } from "./http.ts";
import { invalidResponse } from "./json.ts";
import type { MediaMetadata } from "./types.ts";
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

  /** D6: a flow's JSON, at a host of Kapso or of Meta. */
  async flowAsset(link: string, bounds: Bounds): Promise<Download> {
    const url = this.#allowed(link, (host) => KAPSO_HOSTS.test(host) || META_HOSTS.test(host));
    return this.#follow(url, "{flow asset url}", bounds);
  }

  async #follow(first: URL, route: string, bounds: Bounds): Promise<Download> {
    let url = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { status, headers, bytes } = await this.#http.file({ url, route, ...bounds });
      if (status < 300) {
        const filename = filenameOf(headers);
        const contentType = headers["content-type"] ?? "application/octet-stream";
        return { data: bytes, contentType, ...(filename !== undefined && { filename }) };
      }
      const target = headers.location ?? "";
      const location = target !== "" && URL.canParse(target, url.href) ? new URL(target, url.href).href : "";
      url = this.#allowed(location, (host) => KAPSO_HOSTS.test(host) || META_HOSTS.test(host));
    }
    throw invalidResponse("host_not_allowed", `The media download was redirected more than ${MAX_REDIRECTS} times`);
  }

  /** The configured base's own host is allowed too, and over http when it is a loopback host. */
  #allowed(text: string, isAllowed: (host: string) => boolean): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const own = url?.host === this.#base.host && (url.protocol === "https:" || isLoopback(this.#base));
    const known = url?.protocol === "https:" && url.port === "" && isAllowed(url.hostname);
    if (url && (own || known) && !url.username && !url.password) return url;
    throw invalidResponse("host_not_allowed", `Media may not be fetched from ${url?.host ?? "a URL that is none"}`);
  }
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
