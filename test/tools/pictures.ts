import { deflateSync } from "node:zlib";
import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";
import png from "@jimp/js-png";

const Picture = createJimp({ formats: [jpeg, png] });

/** A picture of one colour (with its transparency last), as it would be in a file. */
export function picture(type: "image/jpeg" | "image/png", width: number, height: number, color = 0x336699ff) {
  return new Picture({ width, height, color }).getBuffer(type);
}

/** A PNG of pixels without any order, which cannot be packed. */
export function noise(side: number) {
  const image = new Picture({ width: side, height: side, color: 0x000000ff });
  let state = 1;
  for (let at = 0; at < image.bitmap.data.length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    if (at % 4 !== 3) image.bitmap.data[at] = state >> 16;
  }
  return image.getBuffer("image/png");
}

/** The first pixel and the size of an encoded picture. */
export async function look(bytes: Buffer): Promise<{ width: number; height: number; first: number[] }> {
  const { width, height, bitmap } = await Picture.fromBuffer(bytes);
  return { width, height, first: [...bitmap.data.subarray(0, 4)] };
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function ihdr(width: number, height: number, interlaced: boolean): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 0, 0, 0, interlaced ? 1 : 0], 8);
  return chunk("IHDR", data);
}

interface Forgery {
  width: number;
  height: number;
  interlaced?: boolean;
  /** A second header behind the pixels. */
  again?: { width: number; height: number };
  /** Bytes that its pixels unpack to. */
  unpacked?: number;
}

/** A PNG that says what one likes about itself; few bytes, whatever it says. */
export function forgedPng({ width, height, interlaced = false, again, unpacked = 1_000 }: Forgery): Buffer {
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    ihdr(width, height, interlaced),
    chunk("IDAT", deflateSync(Buffer.alloc(unpacked))),
    ...(again ? [ihdr(again.width, again.height, false)] : []),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A JPEG of a few bytes whose frame names this size, and which ends as it should. */
export function forgedJpeg(width: number, height: number): Buffer {
  const bytes = Buffer.from(
    "ffd8ffe000104a46494600010100000100010000ffc0001108000000000301220002110103110100ffd9",
    "hex",
  );
  bytes.writeUInt16BE(height, 25);
  bytes.writeUInt16BE(width, 27);
  return bytes;
}

/** The header of an extended WebP, and as many bytes behind it as wanted. */
export function forgedWebp(width: number, height: number, bytes = 64): Buffer {
  const out = Buffer.alloc(bytes);
  out.write("RIFF", 0, "latin1");
  out.writeUInt32LE(bytes - 8, 4);
  out.write("WEBPVP8X", 8, "latin1");
  out.writeUInt32LE(10, 16);
  out.writeUIntLE(width - 1, 24, 3);
  out.writeUIntLE(height - 1, 27, 3);
  return out;
}
