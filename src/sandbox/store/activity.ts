import { DAY, wholeSecond } from "../world/clock.ts";
import { uuid, wamid } from "../world/ids.ts";
import type { ContactRow, ConversationRow, MessageRow, NumberRow } from "./rows.ts";
import type { Store } from "./store.ts";

/** What happens in the stored data: contacts appear, conversations open and end, messages are written down. */

export type ContactDraft = Pick<ContactRow, "number" | "waId" | "userId"> &
  Partial<Pick<ContactRow, "username" | "profileName" | "displayName" | "formattedPhone" | "customerId" | "metadata">>;

export function addContact(store: Store, draft: ContactDraft, at: number): ContactRow {
  const seq = store.ids.next("contact");
  return store.contacts.add({
    username: null,
    profileName: null,
    displayName: null,
    formattedPhone: null,
    customerId: null,
    metadata: {},
    ...draft,
    seq,
    id: uuid("contact", seq),
    createdAt: wholeSecond(at),
    updatedAt: wholeSecond(at),
    lastInboundMessageAt: null,
    lastInboundCallAt: null,
  });
}

/** The contact with this number or user id, made when there is none. */
export function contactAt(
  store: Store,
  number: NumberRow,
  address: Pick<ContactRow, "waId" | "userId">,
  at: number,
): ContactRow {
  const known = [address.waId, address.userId].flatMap((each) => (each === null ? [] : [each]));
  const found = known.map((each) => store.contacts.find(number, each)).find((row) => row !== undefined);
  return found ?? addContact(store, { number, ...address }, at);
}

export function openConversation(store: Store, contact: ContactRow, at: number): ConversationRow {
  const seq = store.ids.next("conversation");
  const conversation: ConversationRow = {
    seq,
    id: uuid("conversation", seq),
    contact,
    status: "active",
    assignedUserId: null,
    metadata: {},
    createdAt: at,
    updatedAt: at,
    lastActiveAt: at,
    endsAt: at + DAY,
    messagesCount: 0,
    lastMessage: null,
    lastInboundAt: null,
    lastOutboundAt: null,
  };
  watchEnd(store, store.conversations.add(conversation));
  return conversation;
}

/** A conversation ends 24 hours after its last activity (stored-data.md 2.3); it looks again when there was some. */
function watchEnd(store: Store, conversation: ConversationRow): void {
  store.events.schedule(conversation.endsAt, (at) => {
    if (conversation.status !== "active") return;
    if (conversation.endsAt > at) watchEnd(store, conversation);
    else setConversationStatus(store, conversation, "ended", at);
  });
}

export function setConversationStatus(
  store: Store,
  conversation: ConversationRow,
  status: ConversationRow["status"],
  at: number,
): void {
  const reopened = status === "active" && conversation.status === "ended";
  store.conversations.table.update(conversation, (row) => {
    row.status = status;
    row.updatedAt = at;
    if (reopened) row.endsAt = at + DAY;
  });
  if (reopened) watchEnd(store, conversation);
}

export type MessageDraft = Pick<MessageRow, "conversation" | "direction" | "status" | "type" | "payload"> &
  Partial<
    Pick<MessageRow, "text" | "context" | "origin" | "referral" | "transcript" | "more" | "errors" | "media" | "readAt">
  >;

/** Writes a message down and moves its conversation to the top. */
export function recordMessage(store: Store, draft: MessageDraft, at: number): MessageRow {
  const { conversation, direction } = draft;
  const { contact } = conversation;
  const seq = store.ids.next("message");
  const message = store.messages.add({
    text: null,
    context: null,
    statuses: [],
    origin: "cloud_api",
    referral: null,
    transcript: null,
    more: {},
    errors: null,
    media: null,
    readAt: null,
    ...draft,
    seq,
    id: wamid(seq, contact.waId ?? contact.userId ?? "", direction),
    at: wholeSecond(at),
  });
  store.conversations.table.update(conversation, (row) => {
    // What is put into the past moves nothing back.
    row.createdAt = Math.min(row.createdAt, at);
    row.lastActiveAt = Math.max(row.lastActiveAt, at);
    row.updatedAt = Math.max(row.updatedAt, at);
    row.endsAt = Math.max(row.endsAt, at + DAY);
    row.messagesCount += 1;
    if (row.lastMessage === null || message.at >= row.lastMessage.at) row.lastMessage = message;
    if (direction === "inbound") row.lastInboundAt = Math.max(message.at, row.lastInboundAt ?? 0);
    else row.lastOutboundAt = Math.max(message.at, row.lastOutboundAt ?? 0);
  });
  if (direction === "inbound") contact.lastInboundMessageAt = Math.max(message.at, contact.lastInboundMessageAt ?? 0);
  return message;
}

export type InboundDraft = Pick<
  MessageDraft,
  "type" | "payload" | "text" | "context" | "origin" | "referral" | "transcript" | "more" | "errors" | "media"
>;

/** A customer writes, now or at a time gone by: into the active conversation, or into a new one. */
export function receiveMessage(
  store: Store,
  contact: ContactRow,
  draft: InboundDraft,
  at = store.activityTime(),
): MessageRow {
  const conversation = store.conversations.activeOf(contact) ?? openConversation(store, contact, at);
  return recordMessage(store, { ...draft, conversation, direction: "inbound", status: "delivered" }, at);
}
