const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const version = /^v\d{1,2}\.\d$/;

export function isLoopback(url: URL): boolean {
  return loopbackHost.test(url.hostname);
}

/** What is wrong with a base URL, in words that follow "must", or undefined when nothing is (`contract/README.md` 1). */
export function validateBaseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return "be an https URL";
  if (url.username || url.password) return "not contain credentials";
  if (url.search || url.hash) return "not have a query or a fragment";
  if (url.protocol === "http:" && !isLoopback(url)) {
    return "use https (plain http only for localhost, 127.0.0.0/8 and [::1])";
  }
  return undefined;
}

/** What is wrong with a Graph version, in words that follow "must", or undefined when nothing is. */
export function validateGraphVersion(text: string): string | undefined {
  return version.test(text) ? undefined : "look like v23.0";
}

/** Base and version as one prefix. A base that already ends with a version keeps its own. */
export function apiPrefix(baseUrl: string, graphVersion: string): string {
  const base = new URL(baseUrl);
  const segments = base.pathname.split("/").filter((segment) => segment !== "");
  if (!version.test(segments.at(-1) ?? "")) segments.push(graphVersion);
  return `${base.origin}/${segments.join("/")}`;
}

/** Where the Platform API is: Kapso's own for its hosts, else beside the proxy (`contract/live.md` section 7). */
export function platformPrefix(baseUrl: string): string {
  const { hostname, origin } = new URL(baseUrl);
  return `${/(?:^|\.)kapso\.ai$/.test(hostname) ? "https://api.kapso.ai" : origin}/platform/v1`;
}

/** Query values by their wire names; what is undefined is left out. */
export type Query = Record<string, string | number | boolean | undefined>;

export function withQuery(url: string, query: Query = {}): URL {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value));
  }
  return new URL(given.size === 0 ? url : `${url}?${given}`);
}

/** Where Kapso serves its proxy, each with the version that goes with it, for people who choose (`contract/live.md` 1). */
export const KAPSO_ADDRESSES =
  "https://app.kapso.ai/api/meta with v23.0, or https://api.kapso.ai/meta/whatsapp with v24.0";
