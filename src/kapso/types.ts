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
