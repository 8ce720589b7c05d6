import type { Message, RawStatus, RecordError } from "../../kapso/message-types.ts";
import type { Row } from "./ordered-list.ts";

/** Rows as the sandbox keeps them; `records/` turns them into wire records. Times are milliseconds. */

export interface Project {
  id: string;
  name: string;
  apiKey: string;
}

export interface NumberRow {
  /** Meta's `phone_number_id`. */
  id: string;
  /** The number itself, in digits. */
  digits: string;
  displayPhoneNumber: string;
  verifiedName: string;
  configId: string;
  configName: string;
  businessAccountId: string;
  accessToken: string;
  project: Project;
}

export interface ContactRow extends Row {
  id: string;
  number: NumberRow;
  waId: string | null;
  userId: string | null;
  username: string | null;
  profileName: string | null;
  displayName: string | null;
  /** The number as some conversations spell it. */
  formattedPhone: string | null;
  customerId: string | null;
  metadata: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
  /** Both open the 24-hour window. */
  lastInboundMessageAt: number | null;
  lastInboundCallAt: number | null;
}

export type ConversationStatus = "active" | "ended";

export interface ConversationRow extends Row {
  id: string;
  contact: ContactRow;
  status: ConversationStatus;
  assignedUserId: string | null;
  metadata: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
  lastActiveAt: number;
  /** Active conversations end by themselves then, unless something happens. */
  endsAt: number;
  messagesCount: number;
  lastMessage: MessageRow | null;
  lastInboundAt: number | null;
  lastOutboundAt: number | null;
}

export type Direction = "inbound" | "outbound";
export type DeliveryStatus = "pending" | "sent" | "delivered" | "read" | "failed";

export interface MessageRow extends Row {
  id: string;
  conversation: ConversationRow;
  direction: Direction;
  status: DeliveryStatus;
  /** Meta's status objects so far, oldest first: of outbound messages only. */
  statuses: RawStatus[];
  /** Who sent it, or how it came here. */
  origin: "cloud_api" | "business_app" | "history_sync";
  at: number;
  type: string;
  /** What stands under the key that `type` names; undefined for types without a payload (`system`, `unsupported`). */
  payload: unknown;
  /** Text of types that have no payload to take it from, or of a template with its values filled in. */
  text: string | null;
  context: Message["context"] | null;
  /** The ad that a customer came from: webhooks tell it, the history does not. */
  referral: Record<string, string> | null;
  /** What Kapso heard in a voice note. */
  transcript: string | null;
  /** Rare keys beside the payload, such as `group_id`. */
  more: Record<string, unknown>;
  errors: RecordError[] | null;
  media: MediaRow | null;
  /** When the business marked an inbound message as read. Not on the wire. */
  readAt: number | null;
}

export interface CallRow extends Row {
  id: string;
  callId: string;
  number: NumberRow;
  contact: ContactRow;
  conversation: ConversationRow | null;
  direction: Direction;
  status: string;
  voiceAgent: { id: string; name: string } | null;
  durationSeconds: number | null;
  sessionStartedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  updatedAt: number;
}

export interface MediaRow {
  id: string;
  businessAccountId: string;
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: string;
  filename: string;
  sha256: string;
  /** Meta's copy ends then, or when it is deleted; Kapso's own copy of a stored message stays. */
  expiresAt: number;
  deleted: boolean;
}
