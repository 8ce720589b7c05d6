/** Wire types of stored messages; `types.ts` says how they are written. Source: `contract/stored-data.md`, `live.md`. */

/** A media object inside a message record. */
export interface MediaPart {
  id?: string | null;
  /** Of Meta; it dies in minutes. */
  url?: string | null;
  link?: string | null;
  mime_type?: string | null;
  sha256?: string | null;
  caption?: string | null;
  filename?: string | null;
  voice?: boolean | null;
  animated?: boolean | null;
}

export interface LocationPart {
  latitude: number | string;
  longitude: number | string;
  name?: string | null;
  address?: string | null;
  url?: string | null;
}

/** A contact card (messages.md section 5). */
export interface ContactCard {
  name: {
    formatted_name: string;
    first_name?: string;
    last_name?: string;
    middle_name?: string;
    prefix?: string;
    suffix?: string;
  };
  birthday?: string;
  phones?: { phone?: string; type?: string; wa_id?: string }[];
  emails?: { email?: string; type?: string }[];
  urls?: { url?: string; type?: string }[];
  addresses?: {
    street?: string;
    city?: string;
    state?: string;
    zip?: string;
    country?: string;
    country_code?: string;
    type?: string;
  }[];
  org?: { company?: string; department?: string; title?: string };
}

/** An inbound reply or an outbound interactive object. */
export interface InteractivePart {
  type?: string;
  button_reply?: { id?: string; title?: string };
  list_reply?: { id?: string; title?: string; description?: string };
  nfm_reply?: { name?: string; response_json?: string; body?: string };
  call_permission_reply?: {
    response?: string;
    is_permanent?: boolean;
    expiration_timestamp?: number | string;
    response_source?: string;
  };
  header?: Record<string, unknown>;
  body?: { text?: string };
  footer?: { text?: string };
  action?: Record<string, unknown>;
}

export interface OrderPart {
  catalog_id?: string;
  product_items?: {
    product_retailer_id?: string;
    quantity?: number;
    item_price?: number;
    currency?: string;
  }[];
  text?: string;
  order_text?: string;
}

export interface TemplatePart {
  name?: string;
  language?: { code?: string };
  components?: unknown[];
}

/** An error of Graph's shape inside a record (a failed or unsupported message). */
export interface RecordError {
  code?: number;
  title?: string;
  message?: string;
  error_data?: { details?: string };
}

/** A status object of Meta's, as Kapso keeps it (`contract/live.md` section 3). */
export interface RawStatus {
  id?: string;
  recipient_id?: string | null;
  status?: string;
  /** Unix seconds as a string. */
  timestamp?: string;
  errors?: RecordError[] | null;
  pricing?: { billable?: boolean; pricing_model?: string; category?: string } | null;
}

export interface MessageKapso {
  direction?: string;
  status?: string | null;
  processing_status?: string | null;
  /** `cloud_api`, `business_app` (somebody answered on the business's own phone) or `history_sync` (imported). */
  origin?: string | null;
  phone_number?: string | null;
  phone_number_id?: string | null;
  has_media?: boolean;
  media_data?: {
    url?: string;
    filename?: string;
    content_type?: string;
    byte_size?: number;
  } | null;
  media_url?: string | null;
  whatsapp_conversation_id?: string | null;
  contact_name?: string | null;
  message_type_data?: Record<string, unknown> | null;
  content?: string | Record<string, unknown> | null;
  /** The words of a voice note. */
  transcript?: { text?: string } | null;
  flow_response?: Record<string, unknown> | null;
  flow_token?: string | null;
  flow_name?: string | null;
  order_text?: string | null;
  /** Oldest first. */
  statuses?: RawStatus[] | null;
}

/** A stored message. Live rows have null for parts that they lack as well as no key at all. */
export interface Message {
  id: string;
  /** Unix seconds as a string. */
  timestamp: string;
  type: string;
  from?: string | null;
  to?: string | null;
  from_user_id?: string | null;
  to_user_id?: string | null;
  from_parent_user_id?: string | null;
  to_parent_user_id?: string | null;
  username?: string | null;
  group_id?: string | null;
  context?: {
    from?: string;
    id?: string;
    forwarded?: boolean;
    frequently_forwarded?: boolean;
    referred_product?: { catalog_id?: string; product_retailer_id?: string };
  } | null;
  text?: { body?: string; preview_url?: boolean } | null;
  image?: MediaPart | null;
  video?: MediaPart | null;
  audio?: MediaPart | null;
  document?: MediaPart | null;
  sticker?: MediaPart | null;
  location?: LocationPart | null;
  contacts?: ContactCard[] | null;
  interactive?: InteractivePart | null;
  button?: { payload?: string; text?: string } | null;
  template?: TemplatePart | null;
  reaction?: { message_id?: string; emoji?: string } | null;
  order?: OrderPart | null;
  /** A message that takes the place of another one; its new content is a message of its own. */
  edit?: { original_message_id?: string; message?: Partial<Message> } | null;
  /** A message that was withdrawn. */
  revoke?: { original_message_id?: string } | null;
  referral?: {
    source_url?: string;
    source_type?: string;
    source_id?: string;
    headline?: string;
    body?: string;
    media_type?: string;
    image_url?: string;
    video_url?: string;
    thumbnail_url?: string;
    ctwa_clid?: string;
    welcome_message?: { text?: string };
  } | null;
  /** `wa_id` is the customer's new number. */
  system?: { body?: string; type?: string; wa_id?: string } | null;
  unsupported?: { type?: string } | null;
  errors?: RecordError[] | null;
  kapso?: MessageKapso;
}
