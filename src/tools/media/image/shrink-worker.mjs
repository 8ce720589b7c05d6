// JavaScript, because a thread is started from a file by its name: this one has the same in the sources and when built.
import { parentPort, workerData } from "node:worker_threads";
import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";
import png from "@jimp/js-png";
import { methods } from "@jimp/plugin-resize";

/** Longest side and JPEG quality, each coarser than the one before, until the result is small enough. */
const ATTEMPTS = /** @type {const} */ ([
  [1, 80],
  [1, 60],
  [0.75, 60],
  [0.5, 60],
  [0.25, 50],
]);

/** @type {{ bytes: Uint8Array, side: number, maxBytes: number, maxPixels: number }} */
const { bytes, side, maxBytes, maxPixels } = workerData;

const Image = createJimp({ formats: [jpeg, png], plugins: [methods] });
const image = await Image.fromBuffer(Buffer.from(bytes), {
  "image/jpeg": { maxResolutionInMP: maxPixels / 1_000_000, maxMemoryUsageInMB: 512 },
});

for (const [part, quality] of ATTEMPTS) {
  const longest = Math.round(side * part);
  if (Math.max(image.width, image.height) > longest) image.scaleToFit({ w: longest, h: longest });
  whiten(image.bitmap.data);
  const shrunk = await image.getBuffer("image/jpeg", { quality });
  if (shrunk.length <= maxBytes) {
    parentPort?.postMessage({ bytes: shrunk, width: image.width, height: image.height });
    break;
  }
}

/**
 * JPEG knows no transparency: what is behind the picture is white, as where it is usually seen.
 * @param {Buffer} pixels
 */
function whiten(pixels) {
  for (let at = 3; at < pixels.length; at += 4) {
    const alpha = pixels[at] ?? 255;
    if (alpha === 255) continue;
    for (let colour = at - 3; colour < at; colour += 1) {
      pixels[colour] = 255 - ((255 - (pixels[colour] ?? 0)) * alpha) / 255;
    }
    pixels[at] = 255;
  }
}
