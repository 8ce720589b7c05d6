/** One part of a `multipart/form-data` body. */
export interface Part {
  name: string;
  /** Present on files. */
  filename?: string;
  /** The part's own type, which the library parsers make up when it is missing; Meta judges by it (media.md). */
  contentType?: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const BREAK = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");

/** The parts, or undefined when the body is not a well-formed form. */
export function readMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Part[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const marker = boundary?.[1] ?? boundary?.[2];
  if (marker === undefined) return undefined;
  const delimiter = Buffer.from(`--${marker}`);
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  const parts: Part[] = [];
  let start = buffer.indexOf(delimiter);
  while (start !== -1) {
    const from = start + delimiter.length;
    if (buffer.subarray(from, from + 2).toString() === "--") return parts;
    const end = buffer.indexOf(Buffer.concat([BREAK, delimiter]), from);
    if (end === -1) return undefined;
    const part = readPart(buffer.subarray(from + BREAK.length, end));
    if (part === undefined) return undefined;
    parts.push(part);
    start = end + BREAK.length;
  }
  return undefined;
}

function readPart(part: Buffer): Part | undefined {
  const headersEnd = part.indexOf(HEADERS_END);
  if (headersEnd === -1) return undefined;
  const headers = part.subarray(0, headersEnd).toString("utf8");
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1] ?? "";
  const name = /(?:^|[;\s])name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) return undefined;
  const filename = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1];
  const contentType = /^content-type:\s*(\S.*?)\s*$/im.exec(headers)?.[1];
  return {
    name,
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    bytes: new Uint8Array(part.subarray(headersEnd + HEADERS_END.length)),
  };
}
