import { z } from "zod";
import { quoted } from "./untrusted.ts";

/** A link that a customer opens or WhatsApp fetches: http or https, without credentials in it. */
export function webUrl(max: number) {
  return link(max, isWebUrl, "must be an http:// or https:// URL");
}

/** A link of a service that talks https alone. */
export function httpsUrl(max: number) {
  return link(max, (text) => isWebUrl(text) && new URL(text).protocol === "https:", "must be an https:// URL");
}

/** A link that this server fetches. */
export function fetchedUrl(max: number) {
  const isRight = (text: string) => isWebUrl(text) && isFetched(new URL(text));
  return link(max, isRight, "must be an https:// URL on the usual port, without user and password");
}

function link(max: number, isRight: (text: string) => boolean, rule: string) {
  return z
    .string()
    .trim()
    .max(max)
    .superRefine((text, context) => {
      if (isRight(text)) return;
      const escaped = text.replaceAll(" ", "%20");
      const message =
        escaped !== text && isRight(escaped) ? `has a space, which a URL writes as %20: ${quoted(escaped)}` : rule;
      context.addIssue({ code: "custom", message });
    })
    .meta({ maxLength: max });
}

/** Also what every redirect has to be. */
export function isFetched({ protocol, port, username, password }: URL): boolean {
  return protocol === "https:" && port === "" && username === "" && password === "";
}

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
