/** The contract's own examples, in the form of live records (`live.md`): the schemas must take them. */

const SENT = "wamid.HBgNNTUxMTk4NzY1MDA0MhUCABEYEjY0QTlDMkQ3RTExRjA5OEI1AA==";
const RECEIVED = "wamid.HBgNNTUxMTk4NzY1MDA0MhUCABIYFjNFQjA0QkM5RDg3MUE1RjA3QwA=";
const CONVERSATION = "6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31";
const CONTACT = "0d9a3f44-8e0f-4c0c-9a1b-2f4a6f0b7c55";
const PICTURE = "https://app.kapso.ai/rails/active_storage/blobs/redirect/eyJfcmFpbHMi--97f0/foto.png";

/** stored-data.md section 1.4 */
export const inboundReply = {
  id: RECEIVED,
  timestamp: "1795183391",
  type: "interactive",
  from: "5511987650042",
  username: null,
  from_user_id: "BR.1203774419085533",
  context: { from: "551130904455", id: SENT },
  interactive: { type: "button_reply", button_reply: { id: "appt:confirm:5512", title: "Confirmar" } },
  kapso: {
    direction: "inbound",
    status: "delivered",
    processing_status: "completed",
    origin: "cloud_api",
    phone_number: "5511987650042",
    phone_number_id: "418290563317745",
    has_media: false,
    whatsapp_conversation_id: CONVERSATION,
    contact_name: "Rafa Lima",
    message_type_data: { type: "button_reply", body_text: "Confirmar" },
    content: "Confirmar",
  },
};

/** stored-data.md section 1.4 */
export const outboundImage = {
  id: SENT,
  timestamp: "1795183211",
  type: "image",
  from: "551130904455",
  to: "5511987650042",
  context: null,
  image: { id: "1290447715880316", caption: "Foto do produto", mime_type: "image/png" },
  kapso: {
    direction: "outbound",
    status: "delivered",
    processing_status: "completed",
    origin: "cloud_api",
    phone_number: "5511987650042",
    phone_number_id: "418290563317745",
    has_media: true,
    media_data: { url: PICTURE, filename: "foto.png", content_type: "image/png", byte_size: 248113 },
    media_url: PICTURE,
    whatsapp_conversation_id: CONVERSATION,
    contact_name: "Rafa Lima",
    message_type_data: { caption: "Foto do produto", has_media: true },
    content: `Image attached (foto.png) [Size: 242.3 KB | Type: image/png] URL: ${PICTURE}`,
  },
};

/** stored-data.md section 2.4 */
export const conversation = {
  id: CONVERSATION,
  phone_number: "5511987650042",
  business_scoped_user_id: "BR.1203774419085533",
  parent_business_scoped_user_id: null,
  username: null,
  status: "active",
  last_active_at: "2026-11-20T14:03:11Z",
  created_at: "2026-11-18T09:12:40Z",
  updated_at: "2026-11-20T14:03:11Z",
  whatsapp_config_id: "b20f7d5c-0d0b-4a4e-8a39-5b7d6f0c11aa",
  metadata: {},
  phone_number_id: "418290563317745",
  assigned_user_id: null,
  kapso: {
    contact_name: "Rafa Lima",
    messages_count: 12,
    last_message_id: RECEIVED,
    last_message_type: "interactive",
    last_message_timestamp: "2026-11-20T14:03:11Z",
    last_message_text: "Confirmar",
    last_inbound_at: "2026-11-20T14:03:11Z",
    last_outbound_at: "2026-11-20T14:00:11Z",
  },
};

/** stored-data.md section 3.4, which shows no kapso block */
export const contact = {
  id: CONTACT,
  wa_id: "5511987650042",
  business_scoped_user_id: "BR.1203774419085533",
  parent_business_scoped_user_id: null,
  username: null,
  profile_name: "Rafa",
  display_name: "Rafa Lima",
  customer_id: null,
  metadata: { segment: "gold", tags: ["sp"] },
  created_at: "2026-03-02T11:20:00Z",
  updated_at: "2026-11-20T14:03:11Z",
};

/** stored-data.md section 4.2 */
export const call = {
  id: "a7d1f0c2-19be-4f39-a1de-93b1d5a20c6e",
  call_id: "wacid.HBgNNTUxMTk4NzY1MDA0MhUCABEYEkQ3RTExRjA5OEI1AA==",
  direction: "outbound",
  status: "completed",
  duration_seconds: 84,
  session_started_at: "2026-11-20T13:10:02.000000Z",
  started_at: "2026-11-20T13:10:11.000000Z",
  ended_at: "2026-11-20T13:11:35.000000Z",
  created_at: "2026-11-20T13:10:02.000000Z",
  updated_at: "2026-11-20T13:11:36.000000Z",
  user_wa_id: "5511987650042",
  business_scoped_user_id: "BR.1203774419085533",
  parent_business_scoped_user_id: null,
  username: null,
  whatsapp_contact_id: CONTACT,
  whatsapp_conversation_id: CONVERSATION,
  project_id: "3b6d2f10-44c5-4f0a-8e53-6f3a0d4f9a12",
  whatsapp_config_id: "b20f7d5c-0d0b-4a4e-8a39-5b7d6f0c11aa",
  config_display_name: "Aurora atendimento",
  config_display_phone_number: "+55 11 3090-4455",
  phone_number_id: "418290563317745",
  whatsapp_contact: { id: CONTACT, wa_id: "5511987650042", profile_name: "Rafa", display_name: "Rafa Lima" },
  whatsapp_conversation: {
    id: CONVERSATION,
    phone_number: "5511987650042",
    status: "active",
    last_active_at: "2026-11-20T14:03:11Z",
  },
};

/** endpoints.md A1 */
export const sent = {
  messaging_product: "whatsapp",
  contacts: [{ input: "+5511987650042", wa_id: "5511987650042", user_id: "BR.1203774419085533" }],
  messages: [{ id: SENT, message_status: "accepted" }],
};

const AFTER =
  "eyJ2YWx1ZXMiOlsiMjAyNi0xMS0yMFQwOTo0MToyMC4wMDAwMDBaIiwiOTE2MCJdLCJjb2x1bW5zIjpbImNyZWF0ZWRfYXQiLCJpZCJdfQ==";

/** live.md section 3: `next` is the bare cursor */
export const page = {
  data: [{ id: SENT }],
  paging: {
    cursors: {
      before:
        "eyJ2YWx1ZXMiOlsiMjAyNi0xMS0yMFQxNDowMzoxMS4wMDAwMDBaIiwiOTE4MiJdLCJjb2x1bW5zIjpbImNyZWF0ZWRfYXQiLCJpZCJdfQ==",
      after: AFTER,
    },
    next: AFTER,
    previous: null,
  },
};

/** media.md section 2, with the links that the contract cuts short */
export const metadata = {
  messaging_product: "whatsapp",
  id: "1290447715880316",
  url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1290447715880316&ext=1795100700&hash=ARkq",
  mime_type: "image/png",
  sha256: "5f3b0d0f8a7f2c7e9d1d8c8d3c1a6f6f0f9e7a5c4b3d2e1f0a9b8c7d6e5f4a3b",
  file_size: "248113",
  download_url: "https://api.kapso.ai/meta/whatsapp/media_download?token=eyJtIjoiMTI5",
  download_url_expires_at: "2026-11-22T15:08:00Z",
};

/** README section 7 */
export const graphFailure = {
  error: {
    message: "(#131009) Parameter value is not valid",
    type: "OAuthException",
    code: 131009,
    error_subcode: 2494010,
    error_data: {
      messaging_product: "whatsapp",
      details: "Param interactive.action.buttons[0].reply.title must be at most 20 characters",
    },
    error_user_title: "Invalid button",
    error_user_msg: "Shorten the button label.",
    is_transient: false,
    fbtrace_id: "AqT4mWnX8rJ1kPz0VbYcE2h",
  },
};

/** README section 7 */
export const kapsoFailure = {
  error: "Insufficient credits",
  code: "insufficient_credits",
  billing_url: "https://app.kapso.ai/billing",
};

/** phone-number.md section 1 */
export const number = {
  id: "418290563317745",
  display_phone_number: "+55 11 3090-4455",
  verified_name: "Aurora Móveis",
  quality_rating: "GREEN",
  code_verification_status: "VERIFIED",
  name_status: "APPROVED",
  platform_type: "CLOUD_API",
  throughput: { level: "STANDARD" },
  account_mode: "LIVE",
  whatsapp_business_manager_messaging_limit: "TIER_10K",
};

/** templates.md section 6 */
export const template = {
  id: "731904228816542",
  name: "recordatorio_cita",
  language: "es",
  status: "APPROVED",
  category: "UTILITY",
  previous_category: "MARKETING",
  sub_category: "CUSTOM",
  parameter_format: "NAMED",
  components: [{ type: "BODY", text: "Hola {{nombre}}, te esperamos a las {{hora}} en Providencia." }],
  quality_score: { score: "GREEN", date: 1795000000 },
  rejected_reason: "NONE",
  message_send_ttl_seconds: 86400,
  library_template_name: null,
};
