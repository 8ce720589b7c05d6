import { invalidParameter, kapso } from "./errors.ts";
import { isObject, type JsonObject, parseJson } from "./json.ts";
import { type Part, readMultipart } from "./multipart.ts";

/** The largest file is 100 MB; the form around it needs a little more. */
export const MAX_BODY = 101 * 1024 * 1024;

/** Of a body that is no form, in the request log. */
const MOST_LOGGED = 256 * 1024;

/** A request body, read once and kept, so that it can be recorded, matched and handled. */
export class RequestBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #contentType: string;

  constructor(bytes: Uint8Array<ArrayBuffer>, contentType: string) {
    this.bytes = bytes;
    this.#contentType = contentType;
  }

  static async read(request: Request): Promise<RequestBody> {
    if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY) throw kapso(413, "Request body is too large");
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > MAX_BODY) throw kapso(413, "Request body is too large");
    return new RequestBody(bytes, request.headers.get("content-type") ?? "");
  }

  get text(): string {
    return Buffer.from(this.bytes).toString("utf8");
  }

  /** The parts of a form; undefined when the body is none. */
  parts(): Part[] | undefined {
    return readMultipart(this.bytes, this.#contentType);
  }

  /** The JSON object of an API request; anything else is refused as Graph does. */
  object(): JsonObject {
    const parsed = parseJson(this.text);
    if (!isObject(parsed)) throw invalidParameter("The request body must be a JSON object");
    if (!isWellFormed(parsed)) throw invalidParameter("The request body must be valid UTF-8 without lone surrogates");
    return parsed;
  }

  /** For the request log: JSON as it is, a form as its parts, else text. */
  summary(): unknown {
    if (this.bytes.length === 0) return null;
    const parts = this.parts();
    if (parts === undefined && this.bytes.length > MOST_LOGGED) return `[${this.bytes.length} bytes]`;
    if (parts === undefined) return parseJson(this.text) ?? this.text;
    return Object.fromEntries(parts.map((part) => [part.name, summaryOf(part)]));
  }
}

function summaryOf({ filename, contentType, bytes }: Part): unknown {
  if (filename === undefined) return Buffer.from(bytes).toString("utf8");
  return { filename, content_type: contentType ?? null, size: bytes.length };
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWellFormed);
  return !isObject(value) || Object.entries(value).every(([key, item]) => key.isWellFormed() && isWellFormed(item));
}
