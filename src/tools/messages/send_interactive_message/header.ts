import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { chars, mediaId } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";
import { present } from "../../records/present.ts";

export type HeaderKind = "text" | "image" | "video" | "document";

/** The header of an interactive message, flat (contract messages.md section 7). */
export const headerInput = {
  header_text: chars(1, 60).optional().describe("Text header. Needed by product_list."),
  header_type: z.enum(["image", "video", "document"]).optional().describe("Media header, instead of header_text."),
  header_media_id: mediaId.optional().describe("From upload_media. Or header_link."),
  header_link: webUrl(2048).optional().describe("Public https URL."),
  header_filename: chars(1, 240).optional().describe("document: name shown."),
};
type Header = z.output<z.ZodObject<typeof headerInput>>;
type MediaHeader = Omit<Header, "header_text">;

const MEDIA_FIELDS = ["header_media_id", "header_link", "header_filename"] as const;

/** `allowed`: the headers that the kind of message takes, none or several. */
export function headerFaults(args: Header, kind: string, allowed: readonly HeaderKind[], needed: boolean): Fault[] {
  const { header_text, header_type } = args;
  const given: HeaderKind | undefined = header_text === undefined ? header_type : "text";
  const field = header_text === undefined ? "header_type" : "header_text";
  if (header_text !== undefined && header_type !== undefined) {
    return [{ path: ["header_type"], message: "cannot go together with header_text; give one of the two" }];
  }
  if (given === undefined && needed) return [{ path: ["header_text"], message: `is needed by kind ${kind}` }];
  if (given !== undefined && !allowed.includes(given)) {
    const takes = allowed.length === 0 ? "no header" : `only a header of ${allowed.join(", ")}`;
    return [{ path: [field], message: `kind ${kind} takes ${takes} (given ${given})` }];
  }
  return mediaHeaderFaults(args, []);
}

/** That a media header has one source, and that nothing of it is given without `header_type`. */
export function mediaHeaderFaults(header: MediaHeader, at: Fault["path"]): Fault[] {
  const { header_type, header_media_id, header_link, header_filename } = header;
  if (header_type === undefined) {
    const [stray] = MEDIA_FIELDS.filter((name) => header[name] !== undefined);
    return stray === undefined ? [] : [{ path: [...at, stray], message: "needs header_type" }];
  }
  const faults: Fault[] = [];
  if ((header_media_id === undefined) === (header_link === undefined)) {
    faults.push({ path: [...at, "header_media_id"], message: "give exactly one of header_media_id and header_link" });
  }
  if (header_filename !== undefined && header_type !== "document") {
    faults.push({ path: [...at, "header_filename"], message: "is only taken with header_type document" });
  }
  return faults;
}

/** The wire object; undefined where there is no header. */
export function header(args: Header): object | undefined {
  const { header_text: text, header_type: type } = args;
  if (text !== undefined) return { type: "text", text };
  if (type === undefined) return undefined;
  const { header_media_id: id, header_link: link, header_filename: filename } = args;
  return { type, [type]: present({ id, link, filename }) };
}
