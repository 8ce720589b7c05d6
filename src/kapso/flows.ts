import { FormData } from "undici";
import { type Download, Downloads } from "./http/downloads.ts";
import { invalidRequest, invalidResponse } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import type { Fields, ReadOptions } from "./http/query.ts";
import { path, pathSegment } from "./ids.ts";
import { hasStrings, list, type Reader, record, success } from "./records.ts";
import type { List, Success } from "./types.ts";

/** `contract/flows.md` section 4. */
export interface FlowValidationError {
  error?: string;
  error_type?: string;
  message?: string;
  line_start?: number;
  column_start?: number;
  pointers?: { path?: string }[] | null;
}

/** `contract/flows.md` section 2. What is not there was not asked for. */
export interface Flow {
  id: string;
  name?: string;
  status?: string;
  categories?: string[];
  validation_errors?: FlowValidationError[] | null;
  json_version?: string | null;
  data_api_version?: string | null;
  endpoint_uri?: string | null;
  preview?: { preview_url?: string; expires_at?: string } | null;
  health_status?: { can_send_message?: string } | null;
}

export interface FlowDefinition {
  name: string;
  categories: readonly string[];
  clone_flow_id?: string | undefined;
  endpoint_uri?: string | undefined;
  /** The Flow JSON as text. */
  flow_json?: string | undefined;
  publish?: boolean | undefined;
  application_id?: string | undefined;
}

export interface FlowPatch {
  name?: string | undefined;
  categories?: readonly string[] | undefined;
  endpoint_uri?: string | undefined;
  application_id?: string | undefined;
}

/** The answer to a write of a flow or its JSON: it is saved even where there are validation errors. */
export interface SavedFlow {
  id?: string;
  success?: boolean;
  validation_errors?: FlowValidationError[] | null;
}

/** 10 MB of Flow JSON, read as everywhere in the contract. */
export const MAX_FLOW_JSON_BYTES = 10 * 1024 * 1024;

const LIST = "/{phone_number_id}/flows";
const ONE = "/{flow_id}";

const isFlow = (value: unknown): value is Flow => hasStrings(value, "id");
const isCreated = (value: unknown): value is SavedFlow & { id: string } => hasStrings(value, "id");
const isSaved = (value: unknown): value is SavedFlow => isRecord(value) && value["success"] === true;
const created: Reader<SavedFlow & { id: string }> = (body) => (isCreated(body) ? body : undefined);
const saved: Reader<SavedFlow> = (body) => (isSaved(body) ? body : undefined);

/** WhatsApp Flows: `contract/flows.md`. What has a flow's id in its path names the number in its query. */
export class Flows {
  readonly #http: Http;
  readonly #downloads: Downloads;

  constructor(http: Http, options: { baseUrl: URL }) {
    this.#http = http;
    this.#downloads = new Downloads(http, options.baseUrl);
  }

  /** D1: GET /{phone_number_id}/flows. A Meta list: page with `cursors(..., "meta")`. */
  async list(phoneNumberId: string, query: PageQuery & Fields = {}, options: ReadOptions = {}): Promise<List<Flow>> {
    checkPage(query);
    return this.#http.get({
      to: path(LIST, { phone_number_id: phoneNumberId }),
      query: { ...query },
      read: list(isFlow),
      signal: options.signal,
    });
  }

  /** D2: POST /{phone_number_id}/flows. Not safe to repeat: the name would be taken. */
  async create(phoneNumberId: string, body: FlowDefinition, options: ReadOptions = {}) {
    return this.#http.write("POST", {
      to: path(LIST, { phone_number_id: phoneNumberId }),
      body,
      read: created,
      repeatable: false,
      signal: options.signal,
    });
  }

  /** D3: GET /{flow_id}; D10 with `fields` `preview.invalidate(false)`. */
  async get(phoneNumberId: string, flowId: string, { fields }: Fields = {}, options: ReadOptions = {}): Promise<Flow> {
    const { to, query } = one(ONE, phoneNumberId, flowId);
    return this.#http.get({ to, query: { ...query, fields }, read: record(isFlow), signal: options.signal });
  }

  /** D4: POST /{flow_id}. Safe to repeat. */
  async update(phoneNumberId: string, flowId: string, body: FlowPatch, options: ReadOptions = {}): Promise<Success> {
    if (Object.values(body).every((value) => value === undefined)) {
      throw invalidRequest("name", "or categories, endpoint_uri or application_id must be given");
    }
    return this.#http.write("POST", { ...one(ONE, phoneNumberId, flowId), ...writes(options), body, read: success });
  }

  /** D5: DELETE /{flow_id}. Safe to repeat: the second call answers that there is none. */
  async delete(phoneNumberId: string, flowId: string, options: ReadOptions = {}): Promise<Success> {
    return this.#http.write("DELETE", { ...one(ONE, phoneNumberId, flowId), ...writes(options), read: success });
  }

  /** D6: GET /{flow_id}/assets, then its `download_url` with no credentials, from hosts of Kapso and Meta only. */
  async downloadJson(phoneNumberId: string, flowId: string, options: ReadOptions = {}): Promise<Download> {
    const { data } = await this.#http.get({
      ...one(`${ONE}/assets`, phoneNumberId, flowId),
      read: list(isAsset),
      signal: options.signal,
    });
    const asset = data.find(({ asset_type }) => asset_type === undefined || asset_type === "FLOW_JSON");
    if (asset === undefined) throw invalidResponse("unexpected_shape", "The flow has no JSON to download");
    return this.#downloads.flowAsset(asset.download_url, { maxBytes: MAX_FLOW_JSON_BYTES, signal: options.signal });
  }

  /** D7: POST /{flow_id}/assets, multipart. Safe to repeat: the same draft is saved again. */
  async uploadJson(
    phoneNumberId: string,
    flowId: string,
    json: string | Uint8Array,
    options: ReadOptions = {},
  ): Promise<SavedFlow> {
    const form = new FormData();
    form.append("name", "flow.json");
    form.append("asset_type", "FLOW_JSON");
    form.append("file", new Blob([json], { type: "application/json" }), "flow.json");
    return this.#http.write("POST", {
      ...one(`${ONE}/assets`, phoneNumberId, flowId),
      ...writes(options),
      body: form,
      read: saved,
      transfer: true,
    });
  }

  /** D8: POST /{flow_id}/publish. Safe to repeat: the second call is refused. */
  async publish(phoneNumberId: string, flowId: string, options: ReadOptions = {}): Promise<Success> {
    const to = one(`${ONE}/publish`, phoneNumberId, flowId);
    return this.#http.write("POST", { ...to, ...writes(options), read: success });
  }

  /** D9: POST /{flow_id}/deprecate. Safe to repeat: the second call is refused. */
  async deprecate(phoneNumberId: string, flowId: string, options: ReadOptions = {}): Promise<Success> {
    const to = one(`${ONE}/deprecate`, phoneNumberId, flowId);
    return this.#http.write("POST", { ...to, ...writes(options), read: success });
  }
}

interface Asset {
  asset_type?: string;
  download_url: string;
}
const isAsset = (value: unknown): value is Asset => hasStrings(value, "download_url");

function one(route: string, phoneNumberId: string, flowId: string) {
  pathSegment("phone_number_id", phoneNumberId);
  return { to: path(route, { flow_id: flowId }), query: { phone_number_id: phoneNumberId } };
}

const writes = ({ signal }: ReadOptions) => ({ repeatable: true, signal });
