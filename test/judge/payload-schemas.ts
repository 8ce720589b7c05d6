import { z } from "zod";
import { bsuid, freeObject, mediaId, wamid } from "./formats.ts";

/** The payload objects of a stored message: stored-data.md section 1.3, messages.md sections 2 to 8. */

const type = z.string();

/** `{id, link, mime_type, sha256, caption, filename, voice, animated}` "as fitting": what fits is the caller's list. */
function media(fitting: Record<string, z.ZodType>) {
  const common = {
    id: mediaId,
    url: z.url(),
    link: z.url(),
    mime_type: z.string().min(1),
    sha256: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
  };
  return z
    .strictObject({ ...common, ...fitting })
    .partial()
    .refine((part) => part.id !== undefined || part.link !== undefined, "a media part has an id or a link");
}

const caption = z.string().max(1024);

const coordinate = (bound: number) =>
  z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).refine((n) => Math.abs(Number(n)) <= bound, `±${bound}`);

const location = z.strictObject({
  latitude: coordinate(90),
  longitude: coordinate(180),
  name: z.string().optional(),
  address: z.string().optional(),
  url: z.string().optional(),
});

const address = z
  .strictObject({
    street: type,
    city: type,
    state: type,
    zip: type,
    country: type,
    country_code: type,
    type,
  })
  .partial();

const contactCard = z.strictObject({
  name: z.strictObject({
    formatted_name: z.string().min(1).max(200),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    middle_name: z.string().optional(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  }),
  birthday: z.iso.date().optional(),
  phones: z.array(z.strictObject({ phone: z.string(), type, wa_id: z.string() }).partial()).optional(),
  emails: z.array(z.strictObject({ email: z.string(), type }).partial()).optional(),
  urls: z.array(z.strictObject({ url: z.string(), type }).partial()).optional(),
  addresses: z.array(address).optional(),
  org: z
    .strictObject({
      company: z.string(),
      department: z.string(),
      title: z.string(),
    })
    .partial()
    .optional(),
});

const text = z.strictObject({ text: z.string() });

/** Outbound: the object that was sent (messages.md section 7). */
const SENT_KINDS = [
  ...["button", "list", "cta_url", "location_request_message", "flow", "product", "product_list", "catalog_message"],
  ...["address_message", "carousel", "call_permission_request", "voice_call", "request_contact_info"],
  ...["order_details", "order_status"],
];

const sentInteractive = z.strictObject({
  type: z.enum(SENT_KINDS),
  header: freeObject.optional(),
  body: text.optional(),
  footer: text.optional(),
  action: freeObject.optional(),
});

/** Inbound: the reply, under the key that `type` names. */
const interactive = z.discriminatedUnion("type", [
  sentInteractive,
  z.strictObject({
    type: z.literal("button_reply"),
    button_reply: z.strictObject({ id: z.string(), title: z.string() }),
  }),
  z.strictObject({
    type: z.literal("list_reply"),
    list_reply: z.strictObject({
      id: z.string(),
      title: z.string(),
      description: z.string().optional(),
    }),
  }),
  z.strictObject({
    type: z.literal("nfm_reply"),
    nfm_reply: z.strictObject({
      name: z.string(),
      response_json: z.string(),
      body: z.string(),
    }),
  }),
  z.strictObject({
    type: z.literal("call_permission_reply"),
    call_permission_reply: freeObject,
  }),
]);

const orderItem = z.strictObject({
  product_retailer_id: z.string(),
  quantity: z.int().min(1),
  item_price: z.number(),
  currency: z.string().length(3),
});

/** One schema a payload key; `type` of the message names the key. */
export const payloads = {
  text: z.strictObject({ body: z.string() }),
  image: media({ caption }),
  video: media({ caption }),
  audio: media({ voice: z.boolean() }),
  document: media({ caption, filename: z.string() }),
  sticker: media({ animated: z.boolean() }),
  location,
  contacts: z.array(contactCard).min(1).max(257),
  interactive,
  template: z.strictObject({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: z.strictObject({
      code: z.string().min(1),
      policy: z.literal("deterministic").optional(),
    }),
    components: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
  reaction: z.strictObject({ message_id: wamid, emoji: z.string().optional() }),
  order: z.strictObject({
    catalog_id: z.string(),
    product_items: z.array(orderItem).min(1),
    text: z.string().optional(),
    order_text: z.string().optional(),
  }),
  button: z.strictObject({ payload: z.string(), text: z.string() }),
  system: z.strictObject({ body: z.string(), type: z.string().optional(), wa_id: z.string().optional() }),
  unsupported: z.strictObject({ type: z.string().optional() }),
  edit: z.strictObject({ original_message_id: wamid, message: z.looseObject({ type: z.string() }) }),
  revoke: z.strictObject({ original_message_id: wamid }),
};

/** Message types whose record has no payload key of their own in the contract's table. */
export const BARE_TYPES = ["request_welcome", "call"];

export const context = z
  .strictObject({
    from: z.string(),
    id: wamid,
    referred_product: z.strictObject({
      catalog_id: z.string(),
      product_retailer_id: z.string(),
    }),
    forwarded: z.boolean(),
    frequently_forwarded: z.boolean(),
  })
  .partial();

export const recordError = z.strictObject({
  code: z.int(),
  title: z.string().min(1),
  message: z.string().min(1),
  error_data: z.strictObject({ details: z.string().min(1) }),
  href: z.url().optional(),
});

export const userIds = {
  from_user_id: bsuid.nullish(),
  to_user_id: bsuid.nullish(),
  from_parent_user_id: bsuid.nullish(),
  to_parent_user_id: bsuid.nullish(),
  username: z.string().nullish(),
};
