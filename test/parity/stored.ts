import { buildKapsoFields } from "@kapso/whatsapp-cloud-api";
import { PHONE } from "../tools/scripted-stage.ts";
import { type Case, CONVERSATION, TO, WA_ID, WAMID } from "./case.ts";
import { ENCODED, FREE_KEYS, PAGE, SELECTOR, SPELLING, STATE } from "./reasons.ts";

const phoneNumberId = PHONE;
const ALL = { since: "2026-11-20T00:00:00.5Z", until: "2026-11-21T00:00:00Z", limit: 5, after: "QUFB" };
const AT = "/api/meta/v23.0";
const MESSAGE_FIELDS =
  "direction,status,statuses,origin,phone_number,has_media,media_data,whatsapp_conversation_id,contact_name," +
  "message_type_data,content,transcript,flow_response,flow_name,order_text";
const CONVERSATION_FIELDS =
  "contact_name,messages_count,last_message_id,last_message_type,last_message_timestamp,last_message_text," +
  "last_inbound_at,last_outbound_at";

/** What a list tool adds to a call without arguments. */
const bare = (fields: string) => [
  { at: "query.fields", ours: `kapso(${fields})`, why: SELECTOR },
  { at: "query.limit", ours: "20", why: PAGE },
];

const MESSAGES: Case[] = [
  {
    name: "with every filter",
    tool: "list_messages",
    args: {
      conversation_id: CONVERSATION,
      direction: "inbound",
      status: "read",
      kapso_fields: ["default"],
      ...ALL,
      since: "2026-11-20T00:00:00.500Z",
    },
    sdk: (client) =>
      client.messages.query({
        phoneNumberId,
        conversationId: CONVERSATION,
        direction: "inbound",
        status: "read",
        fields: buildKapsoFields(["default"]),
        ...ALL,
        since: "2026-11-20T00:00:00.500Z",
      }),
  },
  {
    name: "bare",
    tool: "list_messages",
    args: {},
    sdk: (client) => client.messages.query({ phoneNumberId }),
    differences: bare(MESSAGE_FIELDS),
  },
  {
    name: "of one conversation, the page before, without the block",
    tool: "list_messages",
    args: { conversation_id: CONVERSATION, limit: 5, before: "QUFB", kapso_fields: ["none"] },
    sdk: (client) =>
      client.messages.listByConversation({
        phoneNumberId,
        conversationId: CONVERSATION,
        limit: 5,
        before: "QUFB",
        fields: buildKapsoFields([]),
      }),
  },
  {
    name: "since a time of another zone",
    tool: "list_messages",
    args: { since: "2026-11-20T09:00:00-03:00", limit: 5, kapso_fields: ["default"] },
    sdk: (client) =>
      client.messages.query({
        phoneNumberId,
        since: "2026-11-20T09:00:00-03:00",
        limit: 5,
        fields: "kapso(default)",
      }),
    differences: [
      {
        at: "query.since",
        ours: "2026-11-20T12:00:00Z",
        theirs: "2026-11-20T09:00:00-03:00",
        why: "README.md 14: the client converts times to UTC with Z.",
      },
    ],
  },
  {
    name: "one message",
    tool: "get_message",
    args: { message_id: WAMID, kapso_fields: ["default"] },
    sdk: (client) => client.messages.get({ phoneNumberId, messageId: WAMID, fields: "kapso(default)" }),
    differences: [
      {
        at: "path",
        ours: `${AT}/${PHONE}/messages/${encodeURIComponent(WAMID)}`,
        theirs: `${AT}/${PHONE}/messages/${WAMID}`,
        why: ENCODED,
      },
    ],
  },
];

const CONVERSATIONS: Case[] = [
  {
    name: "with every filter",
    tool: "list_conversations",
    args: {
      status: "active",
      phone_number: TO,
      last_active_since: "2026-11-20T00:00:00Z",
      last_active_until: "2026-11-21T00:00:00Z",
      kapso_fields: ["default"],
      limit: 5,
      after: "QUFB",
    },
    sdk: (client) =>
      client.conversations.list({
        phoneNumberId,
        status: "active",
        phoneNumber: TO,
        lastActiveSince: "2026-11-20T00:00:00Z",
        lastActiveUntil: "2026-11-21T00:00:00Z",
        fields: "kapso(default)",
        limit: 5,
        after: "QUFB",
      }),
    differences: [
      {
        at: "more[0]",
        ours:
          `GET ${AT}/${PHONE}/conversations?after=QUFB&fields=kapso(default)&last_active_since=2026-11-20T00:00:00Z` +
          `&last_active_until=2026-11-21T00:00:00Z&limit=5&phone_number=${TO.slice(1)}&status=active`,
        why: SPELLING,
      },
    ],
  },
  {
    name: "of nobody, which the SDK passes through",
    tool: "list_conversations",
    args: { unassigned: true },
    sdk: (client) => client.conversations.list({ phoneNumberId, unassigned: true }),
    differences: bare(CONVERSATION_FIELDS),
  },
  {
    name: "one",
    tool: "get_conversation",
    args: { conversation_id: CONVERSATION },
    sdk: (client) => client.conversations.get({ conversationId: CONVERSATION }),
    differences: [{ at: "query.fields", ours: `kapso(${CONVERSATION_FIELDS})`, why: SELECTOR }],
  },
  {
    name: "end",
    tool: "update_conversation",
    args: { conversation_id: CONVERSATION, status: "ended" },
    sdk: (client) => client.conversations.updateStatus({ conversationId: CONVERSATION, status: "ended" }),
    differences: [
      {
        at: "more[0]",
        ours: `GET ${AT}/conversations/${CONVERSATION}?fields=kapso(${CONVERSATION_FIELDS})`,
        why: STATE,
      },
    ],
  },
];

const contact = (fields: string) => `GET ${AT}/${PHONE}/contacts/${WA_ID}?fields=kapso(${fields})`;
const CUSTOMER = "0d9a3f44-8e0f-4c0c-9a1b-2f4a6f0b7c55";

const CONTACTS: Case[] = [
  {
    name: "with every filter",
    tool: "list_contacts",
    args: { wa_id: WA_ID, customer_id: CUSTOMER, has_customer: true, kapso_fields: ["none"], limit: 5, before: "QUFB" },
    sdk: (client) =>
      client.contacts.list({
        phoneNumberId,
        waId: WA_ID,
        customerId: CUSTOMER,
        hasCustomer: true,
        fields: "kapso()",
        limit: 5,
        before: "QUFB",
      }),
  },
  {
    name: "bare",
    tool: "list_contacts",
    args: {},
    sdk: (client) => client.contacts.list({ phoneNumberId }),
    differences: bare("contact_name"),
  },
  {
    name: "one",
    tool: "get_contact",
    args: { wa_id: WA_ID },
    sdk: (client) => client.contacts.get({ phoneNumberId, waId: WA_ID }),
    differences: [{ at: "query.fields", ours: "kapso(contact_name)", why: SELECTOR }],
  },
  {
    name: "names",
    tool: "update_contact",
    args: { wa_id: WA_ID, profile_name: "Rafa", display_name: "Rafa L." },
    sdk: (client) =>
      client.contacts.update({ phoneNumberId, waId: WA_ID, profileName: "Rafa", displayName: "Rafa L." }),
    differences: [{ at: "more[0]", ours: contact("contact_name"), why: STATE }],
  },
  {
    name: "metadata as a whole",
    tool: "update_contact",
    args: { wa_id: WA_ID, metadata: { lastOrder: 7731 }, replace_metadata: true },
    sdk: (client) => client.contacts.update({ phoneNumberId, waId: WA_ID, metadata: { lastOrder: 7731 } }),
    differences: [
      { at: "body.metadata.lastOrder", ours: 7731, why: FREE_KEYS },
      { at: "body.metadata.last_order", theirs: 7731, why: FREE_KEYS },
      { at: "more[0]", ours: contact("contact_name"), why: STATE },
    ],
  },
  {
    name: "one key of the metadata",
    tool: "update_contact",
    args: { wa_id: WA_ID, metadata: { city: "Natal" } },
    sdk: (client) => client.contacts.update({ phoneNumberId, waId: WA_ID, metadata: { city: "Natal" } }),
    differences: [
      {
        at: "body.metadata.tier",
        ours: "gold",
        why: "stored-data.md 3.3: assume that metadata is replaced, so read, merge and write; the SDK loses the other keys.",
      },
      { at: "more[0]", ours: contact(""), why: "stored-data.md 3.3: the read of read-modify-write." },
      { at: "more[1]", ours: contact("contact_name"), why: STATE },
    ],
  },
];

export const STORED: readonly Case[] = [...MESSAGES, ...CONVERSATIONS, ...CONTACTS];
