import { z } from "zod";

/** A link that a customer opens: http or https, without credentials in it. */
export function webUrl(max: number) {
  return z.string().max(max).refine(isWebUrl, "must be an http:// or https:// URL").meta({ maxLength: max });
}

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
