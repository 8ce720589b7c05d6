import { z } from "zod";
import { chars, mediaId } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";
import { present } from "../../records/present.ts";
import { parameterName, value } from "./values.ts";

/** What fills a template's header (contract messages.md 8.1), flat; a media header is always given anew. */

const source = { media_id: mediaId.optional(), link: webUrl(2048).optional() };
const hasOneSource = ({ media_id, link }: { media_id?: string; link?: string }) =>
  (media_id === undefined) !== (link === undefined);
const oneSource = { message: "give exactly one of media_id and link", path: ["media_id"] };

const image = z.strictObject({ type: z.literal("image"), ...source }).refine(hasOneSource, oneSource);
const video = z.strictObject({ type: z.literal("video"), ...source }).refine(hasOneSource, oneSource);
const document = z
  .strictObject({ type: z.literal("document"), ...source, filename: chars(1, 240).optional() })
  .refine(hasOneSource, oneSource);
const text = z.strictObject({ type: z.literal("text"), text: value(60), parameter_name: parameterName.optional() });
const location = z.strictObject({
  type: z.literal("location"),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: value(100),
  address: value(300),
});
const product = z.strictObject({ type: z.literal("product"), catalog_id: value(64), product_retailer_id: value(100) });

export const templateHeader = z.discriminatedUnion("type", [text, image, video, document, location, product], {
  error: "must be one of text, image, video, document, location, product",
});
export const cardHeader = z.discriminatedUnion("type", [image, video, product], {
  error: "must be one of image, video, product",
});
export type Header = z.output<typeof templateHeader>;

export function headerComponent(header: Header): object {
  return { type: "header", parameters: [parameter(header)] };
}

function parameter(header: Header): object {
  const { type } = header;
  switch (type) {
    case "text":
      return header;
    case "location": {
      const { latitude, longitude, name, address } = header;
      return { type, location: { latitude, longitude, name, address } };
    }
    case "product": {
      const { catalog_id, product_retailer_id } = header;
      return { type, product: { product_retailer_id, catalog_id } };
    }
    default: {
      const { media_id: id, link } = header;
      return { type, [type]: present({ id, link, filename: "filename" in header ? header.filename : undefined }) };
    }
  }
}
