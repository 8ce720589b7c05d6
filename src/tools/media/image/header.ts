export interface Size {
  width: number;
  height: number;
}

/** What a picture says of itself before anything is decoded. */
export interface Header extends Size {
  /** Whether it can be decoded within what its size says. WebP has no decoder here. */
  decodable: boolean;
}

const READERS: Readonly<Record<string, (bytes: Buffer) => Header | undefined>> = {
  "image/jpeg": jpeg,
  "image/png": png,
  "image/webp": webp,
};

export const IMAGE_TYPES = Object.keys(READERS);

/** `undefined`: the picture is broken, or ends too early. A host that shows one may fail from then on. */
export function readHeader(mimeType: string, bytes: Uint8Array): Header | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = READERS[mimeType]?.(buffer);
  return header !== undefined && header.width > 0 && header.height > 0 ? header : undefined;
}

/**
 * All chunks up to the last. A second IHDR could name another size than the first, and the decoder bounds only what
 * is not interlaced: neither is decoded.
 */
function png(bytes: Buffer): Header | undefined {
  let headers = 0;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IHDR") headers += 1;
    else if (headers === 0) return undefined;
    if (type === "IEND" && bytes.length > 33) {
      const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
      return { ...size, decodable: headers === 1 && bytes[28] === 0 };
    }
  }
  return undefined;
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
/** SOF0 to SOF15, without the three markers of that row that mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The segments up to the first frame, which has the size. */
function jpeg(bytes: Buffer): Header | undefined {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) {
      const whole = bytes.lastIndexOf(END_OF_IMAGE) > at;
      const size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
      return whole ? { ...size, decodable: true } : undefined;
    }
    // A marker may stand behind filling bytes.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** The three forms: lossy, lossless, extended. */
function webp(bytes: Buffer): Header | undefined {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 > bytes.length) return undefined;
  const form = bytes.toString("latin1", 12, 16);
  if (form === "VP8X") {
    return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1, decodable: false };
  }
  if (form === "VP8L") {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, decodable: false };
  }
  if (form !== "VP8 ") return undefined;
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff, decodable: false };
}
