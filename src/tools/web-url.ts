import { z } from "zod";

/** A link that a customer opens: http or https, without credentials in it. */
export function webUrl(max: number) {
  return z.string().max(max).refine(isWebUrl, "must be an http:// or https:// URL").meta({ maxLength: max });
}

/** A link that this server fetches. */
export function fetchedUrl(max: number) {
  return z
    .string()
    .max(max)
    .refine(
      (text) => isWebUrl(text) && isFetched(new URL(text)),
      "must be an https:// URL on the usual port, without user and password",
    )
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
