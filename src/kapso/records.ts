import { isRecord, type JsonRecord } from "./http/json.ts";
import type { CreatedTemplate, Template } from "./template-types.ts";
import type { List, MediaMetadata, PhoneNumber, SendResponse, Success } from "./types.ts";

/** Reads an answer's body; undefined when it does not have the shape. */
export type Reader<T> = (body: unknown) => T | undefined;

type Guard<T> = (value: unknown) => value is T;

/** Whether a value is a record with these strings. Optional fields are read with care where they are used. */
export function hasStrings(value: unknown, ...names: string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === "string");
}

export const isMedia = (value: unknown): value is MediaMetadata => hasStrings(value, "id");
export const isPhoneNumber = (value: unknown): value is PhoneNumber => hasStrings(value, "id");
export const isTemplate = (value: unknown): value is Template => hasStrings(value, "id", "name", "language", "status");

/** `{data, paging}`. One odd row is one odd row: it is left out and counted, and the others are there. */
export function list<T>(row: Guard<T> | { read: Reader<T> }): Reader<List<T>> {
  const read = typeof row === "function" ? (value: unknown) => (row(value) ? value : undefined) : row.read;
  return (body) => {
    if (!isRecord(body) || !Array.isArray(body["data"])) return undefined;
    const rows: unknown[] = body["data"];
    const data = rows.flatMap((value) => read(value) ?? []);
    const unreadable = rows.length - data.length;
    const paging = isRecord(body["paging"]) ? { paging: pagingOf(body["paging"]) } : {};
    return { data, ...paging, ...(unreadable > 0 && { unreadable }) };
  };
}

function pagingOf(paging: JsonRecord): NonNullable<List<unknown>["paging"]> {
  const { cursors, next, previous } = paging;
  return {
    ...(isRecord(cursors) && {
      cursors: { before: textOrNull(cursors["before"]), after: textOrNull(cursors["after"]) },
    }),
    ...(next !== undefined && { next: textOrNull(next) }),
    ...(previous !== undefined && { previous: textOrNull(previous) }),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** One record, bare or as `{data: {...}}` (`contract/stored-data.md`). */
export function record<T>(row: Guard<T> | { read: Reader<T> }): Reader<T> {
  const read = typeof row === "function" ? (value: unknown) => (row(value) ? value : undefined) : row.read;
  return (body) => read(isRecord(body) && isRecord(body["data"]) && !("id" in body) ? body["data"] : body);
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
