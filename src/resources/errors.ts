import { allErrorCodes, errorCode } from "../kapso/http/errors.ts";
import { byItself, json, type Resource, UnknownTarget } from "./resource.ts";

/** What is known of an error code: nothing is read for it, so it needs no tool. */
export const errorResource: Resource = {
  name: "error",
  title: "Error code",
  description: "What an error code of the API means, and what to do next.",
  mimeType: "application/json",
  place: "errors",
  parameter: "code",
  tools: [],
  async read(text, { advise }) {
    const code = /^\d{1,9}$/.test(text) ? Number(text) : text;
    const known = errorCode(code);
    if (known === undefined) {
      throw new UnknownTarget("This error code is not known here; what the error itself says is all there is.");
    }
    return json({ code, name: known.name, advice: advise(code) });
  },
  candidates: async () => allErrorCodes().map(({ code }) => byItself(String(code))),
};
