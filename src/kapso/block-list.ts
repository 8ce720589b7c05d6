import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { list, type Reader } from "./records.ts";
import type { List } from "./types.ts";

export interface BlockedUser {
  wa_id: string;
}

/** A user as it was given, and what became of it. */
export interface BlockOutcome {
  user: string;
  wa_id?: string | undefined;
  /** Why it failed; absent where it was done. */
  error?: { code?: number | undefined; message: string };
}

export interface BlockChange {
  done: BlockOutcome[];
  failed: BlockOutcome[];
}

const ROUTE = "/{phone_number_id}/block_users";
const MAX_USERS = 1_000;

const string = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** People who cannot write to a number (`contract/phone-number.md` section 6). */
export class BlockList {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** J1: GET /{phone_number_id}/block_users, in three shapes. A Meta list: page with `cursors(..., "meta")`. */
  async list(phoneNumberId: string, query: PageQuery = {}, options: ReadOptions = {}): Promise<List<BlockedUser>> {
    checkPage(query);
    const { data, paging } = await this.#http.get({
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      query: { ...query },
      read: list(isRecord),
      signal: options.signal,
    });
    return { data: data.flatMap(blockedUsers), ...(paging !== undefined && { paging }) };
  }

  /** J2: POST /{phone_number_id}/block_users. Safe to repeat. */
  async block(phoneNumberId: string, users: readonly string[], options: ReadOptions = {}): Promise<BlockChange> {
    return this.#change("POST", phoneNumberId, users, options);
  }

  /** J3: DELETE /{phone_number_id}/block_users. Safe to repeat. */
  async unblock(phoneNumberId: string, users: readonly string[], options: ReadOptions = {}): Promise<BlockChange> {
    return this.#change("DELETE", phoneNumberId, users, options);
  }

  #change(method: "POST" | "DELETE", phoneNumberId: string, users: readonly string[], { signal }: ReadOptions) {
    if (users.length < 1 || users.length > MAX_USERS) throw invalidRequest("users", `must be 1 to ${MAX_USERS}`);
    return this.#http.write(method, {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      body: { messaging_product: "whatsapp", block_users: users.map((user) => ({ user })) },
      read: (body) => change(body) ?? wholeChange(body, users),
      // HTTP 400 with code 139100: some were done, and the body says which.
      readPartial: change,
      repeatable: true,
      signal,
    });
  }
}

/** A row is `{user}`, `{wa_id}` or `{block_users: [{input, wa_id}]}`. */
function blockedUsers(row: Record<string, unknown>): BlockedUser[] {
  if (Array.isArray(row["block_users"])) return row["block_users"].filter(isRecord).flatMap(blockedUsers);
  const id = string(row["wa_id"]) ?? string(row["user"]) ?? string(row["input"]);
  return id === undefined ? [] : [{ wa_id: id.replace(/^\+/, "") }];
}

/** Meta's answer: what was done and what was not, each by its own. */
const change: Reader<BlockChange> = (body) => {
  const part = isRecord(body) ? body["block_users"] : undefined;
  if (!isRecord(part)) return undefined;
  const read = (key: string) => (Array.isArray(part[key]) ? part[key].filter(isRecord).map(outcome) : []);
  return { done: [...read("added_users"), ...read("removed_users")], failed: read("failed_users") };
};

/** Kapso's answer: `{"success": true}`. */
function wholeChange(body: unknown, users: readonly string[]): BlockChange | undefined {
  if (!isRecord(body) || body["success"] !== true) return undefined;
  return { done: users.map((user) => ({ user })), failed: [] };
}

function outcome(row: Record<string, unknown>): BlockOutcome {
  const [error] = Array.isArray(row["errors"]) ? row["errors"].filter(isRecord) : [];
  const wa_id = string(row["wa_id"]);
  return {
    user: string(row["input"]) ?? string(row["user"]) ?? wa_id ?? "",
    ...(wa_id !== undefined && { wa_id }),
    ...(error !== undefined && { error: reason(error) }),
  };
}

function reason({ code, message, error_data: data }: Record<string, unknown>): NonNullable<BlockOutcome["error"]> {
  const details = isRecord(data) ? string(data["details"]) : undefined;
  return {
    ...(typeof code === "number" && { code }),
    message: details ?? string(message) ?? "no reason given",
  };
}
