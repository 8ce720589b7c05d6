import { createHash } from "node:crypto";
import { FormData } from "undici";
import { type Download, Downloads } from "./http/downloads.ts";
import { invalidResponse, KapsoError } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import type { ReadOptions } from "./http/query.ts";
import { path, pathSegment } from "./ids.ts";
import { created, isMedia, record, success } from "./records.ts";
import type { MediaMetadata, Success } from "./types.ts";

export interface Upload {
  /** The bytes, or a Blob that reads them from a file as they are sent (`fs.openAsBlob`). */
  data: Uint8Array | Blob;
  filename: string;
  mimeType: string;
}

/** Media files: `contract/media.md`. */
export class Media {
  readonly #http: Http;
  readonly #downloads: Downloads;
  readonly #maxBytes: number;

  constructor(http: Http, options: { baseUrl: URL; maxBytes: number }) {
    this.#http = http;
    this.#downloads = new Downloads(http, options.baseUrl);
    this.#maxBytes = options.maxBytes;
  }

  /** B1: POST /{phone_number_id}/media. Safe to repeat: another upload makes another file. */
  async upload(phoneNumberId: string, upload: Upload, options: ReadOptions = {}): Promise<{ id: string }> {
    const form = new FormData();
    form.append("messaging_product", "whatsapp");
    form.append("type", upload.mimeType);
    form.append("file", typed(upload), upload.filename);
    return this.#http.write("POST", {
      to: path("/{phone_number_id}/media", { phone_number_id: phoneNumberId }),
      body: form,
      read: created,
      repeatable: true,
      transfer: true,
      signal: options.signal,
    });
  }

  /** B2: GET /{media_id}. Its URLs live for minutes. */
  async metadata(phoneNumberId: string, mediaId: string, options: ReadOptions = {}): Promise<MediaMetadata> {
    return this.#http.get({ ...one(phoneNumberId, mediaId), read: record(isMedia), signal: options.signal });
  }

  /** B3: DELETE /{media_id}. Safe to repeat: the second call answers that it is not found. */
  async delete(phoneNumberId: string, mediaId: string, options: ReadOptions = {}): Promise<Success> {
    return this.#http.write("DELETE", {
      ...one(phoneNumberId, mediaId),
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }

  /** Whether a link is to Kapso itself. */
  isOwn(link: string): boolean {
    return this.#downloads.isOwn(link);
  }

  /** Kapso's own copy of a message's file, or the address elsewhere to which it leads; no credentials leave. */
  async copy(link: string, options: ReadOptions & { maxBytes?: number } = {}): Promise<Download | string> {
    const maxBytes = Math.min(options.maxBytes ?? this.#maxBytes, this.#maxBytes);
    return this.#downloads.copy(link, { maxBytes, signal: options.signal });
  }

  /**
   * B4, B5: GET of `download_url`, or of `url` where there is none; no credentials leave. A URL that has expired is
   * asked for again, once. The bytes are checked against the hash of the metadata.
   */
  async download(
    phoneNumberId: string,
    media: MediaMetadata | string,
    options: ReadOptions & { maxBytes?: number } = {},
  ): Promise<Download> {
    const maxBytes = Math.min(options.maxBytes ?? this.#maxBytes, this.#maxBytes);
    const metadata = typeof media === "string" ? await this.metadata(phoneNumberId, media, options) : media;
    if (Number(metadata.file_size ?? 0) > maxBytes) {
      throw invalidResponse("too_large", `The file is larger than ${maxBytes} bytes`).with({ requestSent: false });
    }
    const limits = { maxBytes, signal: options.signal };
    try {
      return verified(await this.#downloads.fetch(metadata, limits), metadata);
    } catch (error) {
      if (!(error instanceof KapsoError) || (error.httpStatus !== 404 && error.httpStatus !== 502)) throw error;
    }
    const fresh = await this.metadata(phoneNumberId, metadata.id, options);
    return verified(await this.#downloads.fetch(fresh, limits), fresh);
  }
}

/** The hash of metadata is hex (documented) or Base64 (live); what is neither says nothing. */
function hashOf(sha256: string | undefined): string | undefined {
  if (typeof sha256 !== "string") return undefined;
  if (/^[\da-f]{64}$/i.test(sha256)) return sha256.toLowerCase();
  return /^[A-Za-z0-9+/]{43}=$/.test(sha256) ? Buffer.from(sha256, "base64").toString("hex") : undefined;
}

function one(phoneNumberId: string, mediaId: string) {
  pathSegment("phone_number_id", phoneNumberId);
  return { to: path("/{media_id}", { media_id: mediaId }), query: { phone_number_id: phoneNumberId } };
}

/** The file part with its own type: WhatsApp judges the part's, not the `type` field's. */
function typed({ data, mimeType }: Upload): Blob {
  return data instanceof Blob ? data.slice(0, data.size, mimeType) : new Blob([data], { type: mimeType });
}

function verified(download: Download, { sha256 }: MediaMetadata): Download {
  const expected = hashOf(sha256);
  if (expected === undefined || createHash("sha256").update(download.data).digest("hex") === expected) return download;
  throw invalidResponse("sha256_mismatch", "The file does not have the SHA-256 that its metadata gives");
}
