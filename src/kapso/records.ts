import { isRecord } from "./json.ts";
import type { CreatedTemplate, Template } from "./template-types.ts";
import type {
  Call,
  Contact,
  Conversation,
  List,
  MediaMetadata,
  Message,
  PhoneNumber,
  SendResponse,
  Success,
} from "./types.ts";

/** Reads an answer's body; undefined when it does not have the shape. */
export type Reader<T> = (body: unknown) => T | undefined;

type Guard<T> = (value: unknown) => value is T;

/** Whether a value is a record with these strings. Optional fields are read with care where they are used. */
export function hasStrings(value: unknown, ...names: string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === "string");
}

export const isMessage = (value: unknown): value is Message => hasStrings(value, "id", "timestamp", "type");
export const isConversation = (value: unknown): value is Conversation => hasStrings(value, "id", "status");
export const isContact = (value: unknown): value is Contact => hasStrings(value, "id");
export const isCall = (value: unknown): value is Call => hasStrings(value, "id", "call_id", "direction", "status");
export const isMedia = (value: unknown): value is MediaMetadata => hasStrings(value, "id");
export const isPhoneNumber = (value: unknown): value is PhoneNumber => hasStrings(value, "id");
export const isTemplate = (value: unknown): value is Template => hasStrings(value, "id", "name", "language", "status");

/** `{data, paging}` with rows of one kind. */
export function list<T>(isRow: Guard<T>): Reader<List<T>> {
  const isList = (value: unknown): value is List<T> =>
    isRecord(value) &&
    Array.isArray(value["data"]) &&
    value["data"].every(isRow) &&
    (value["paging"] === undefined || value["paging"] === null || isRecord(value["paging"]));
  return (body) => (isList(body) ? body : undefined);
}

/** One record, bare or as `{data: {...}}` (`contract/stored-data.md`). */
export function record<T>(isRow: Guard<T>): Reader<T> {
  return (body) => {
    const bare = isRecord(body) && isRecord(body["data"]) && !("id" in body) ? body["data"] : body;
    return isRow(bare) ? bare : undefined;
  };
}

/** `{"success": true}`. */
export const success: Reader<Success> = (body) =>
  isRecord(body) && body["success"] === true ? { success: true } : undefined;

/** The answer to a send: without a message id nobody knows whether it was taken. */
export const sendResponse: Reader<SendResponse> = (body) => (isSendResponse(body) ? body : undefined);

function isSendResponse(value: unknown): value is SendResponse {
  if (!isRecord(value) || !Array.isArray(value["messages"]) || value["messages"].length === 0) return false;
  return value["messages"].every((message) => hasStrings(message, "id"));
}

/** `{id}` of something created. */
export const created: Reader<{ id: string }> = (body) =>
  isRecord(body) && typeof body["id"] === "string" ? { id: body["id"] } : undefined;

/** `{id, status, category}` of a template that was created. */
export const createdTemplate: Reader<CreatedTemplate> = (body) => (isCreatedTemplate(body) ? body : undefined);

const isCreatedTemplate = (value: unknown): value is CreatedTemplate => hasStrings(value, "id");
