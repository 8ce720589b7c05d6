/**
 * Wire types of Kapso's Meta proxy: snake_case as the API spells it, every field optional or nullable where the
 * contract says so. Source: `contract/` (README 5 to 7, stored-data.md, media.md, endpoints.md). Records may carry
 * unknown extra keys; readers pick what they know.
 */

/** A list answer. `next` and `previous` are URLs or bare cursors, and are never followed; see `page.ts`. */
export interface List<T> {
  data: T[];
  /** Rows that could not be read, and are not in `data`: ours, not the API's. */
  unreadable?: number;
  paging?: {
    cursors?: { before?: string | null; after?: string | null } | null;
    next?: string | null;
    previous?: string | null;
  } | null;
}

export interface Success {
  success: boolean;
}

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

export interface ConversationKapso {
  contact_name?: string | null;
  messages_count?: number;
  last_message_id?: string | null;
  last_message_type?: string | null;
  last_message_timestamp?: string | null;
  last_message_text?: string | null;
  last_inbound_at?: string | null;
  last_outbound_at?: string | null;
}

export interface Conversation {
  id: string;
  phone_number?: string | null;
  business_scoped_user_id?: string | null;
  parent_business_scoped_user_id?: string | null;
  username?: string | null;
  status: string;
  last_active_at?: string | null;
  created_at?: string | null;
  updated_at?: string | null;
  whatsapp_config_id?: string | null;
  metadata?: Record<string, unknown> | null;
  phone_number_id?: string | null;
  assigned_user_id?: string | null;
  kapso?: ConversationKapso;
}

export interface Contact {
  id: string;
  wa_id?: string | null;
  business_scoped_user_id?: string | null;
  parent_business_scoped_user_id?: string | null;
  username?: string | null;
  whatsapp_user_id?: string | null;
  profile_name?: string | null;
  display_name?: string | null;
  customer_id?: string | null;
  metadata?: Record<string, unknown> | null;
  created_at?: string | null;
  updated_at?: string | null;
  kapso?: { contact_name?: string | null };
}

export interface Call {
  id: string;
  call_id: string;
  direction: string;
  status: string;
  duration_seconds?: number | null;
  session_started_at?: string | null;
  started_at?: string | null;
  ended_at?: string | null;
  created_at?: string | null;
  updated_at?: string | null;
  user_wa_id?: string | null;
  business_scoped_user_id?: string | null;
  parent_business_scoped_user_id?: string | null;
  username?: string | null;
  whatsapp_contact_id?: string | null;
  voice_agent_id?: string | null;
  voice_agent_name?: string | null;
  whatsapp_conversation_id?: string | null;
  project_id?: string | null;
  whatsapp_config_id?: string | null;
  config_display_name?: string | null;
  config_display_phone_number?: string | null;
  phone_number_id?: string | null;
  whatsapp_contact?: {
    id?: string;
    wa_id?: string | null;
    profile_name?: string | null;
    display_name?: string | null;
  } | null;
  whatsapp_conversation?: {
    id?: string;
    phone_number?: string | null;
    status?: string;
    last_active_at?: string;
  } | null;
}

/** What `POST /{phone_number_id}/messages` takes; the payload sits under the key that `type` names. */
export interface SendBody {
  messaging_product: "whatsapp";
  recipient_type?: "individual" | "group";
  to?: string;
  recipient?: string;
  type: string;
  context?: { message_id: string };
  biz_opaque_callback_data?: string;
  [payload: string]: unknown;
}

export interface SentMessage {
  id: string;
  message_status?: string;
  group_id?: string;
}

export interface SendResponse {
  messaging_product?: string;
  contacts?: {
    input?: string;
    wa_id?: string | null;
    user_id?: string | null;
  }[];
  messages: [SentMessage, ...SentMessage[]];
}

export interface MediaMetadata {
  messaging_product?: string;
  id: string;
  url?: string;
  mime_type?: string;
  sha256?: string;
  file_size?: string | number;
  download_url?: string;
  download_url_expires_at?: string;
}

/** The record of a business number (phone-number.md section 1). */
export interface PhoneNumber {
  id: string;
  display_phone_number?: string;
  verified_name?: string;
  quality_rating?: string;
  code_verification_status?: string;
  name_status?: string;
  platform_type?: string;
  throughput?: { level?: string };
  account_mode?: string;
  status?: string;
  messaging_limit_tier?: string;
  whatsapp_business_manager_messaging_limit?: string;
  is_official_business_account?: boolean;
}
