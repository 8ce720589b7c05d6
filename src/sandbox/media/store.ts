import { createHash } from "node:crypto";
import type { MediaRow, NumberRow } from "../store/rows.ts";
import { DAY } from "../world/clock.ts";
import { type Counters, mediaId } from "../world/ids.ts";

export interface MediaFile {
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: string;
  filename: string;
}

/** Uploads live 30 days, media that customers send 7 (media.md section 1). */
export const UPLOAD_LIFE = 30 * DAY;
export const INBOUND_LIFE = 7 * DAY;

/** Media ids belong to the business account: its numbers share them, other accounts never see them. */
export class MediaStore {
  readonly #byId = new Map<string, MediaRow>();
  readonly #ids: Counters;

  constructor(ids: Counters) {
    this.#ids = ids;
  }

  add(number: NumberRow, file: MediaFile, expiresAt: number): MediaRow {
    const row: MediaRow = {
      ...file,
      id: mediaId(this.#ids.next("media")),
      businessAccountId: number.businessAccountId,
      sha256: createHash("sha256").update(file.bytes).digest("hex"),
      expiresAt,
      deleted: false,
    };
    this.#byId.set(row.id, row);
    return row;
  }

  /** As Meta sees it: neither deleted nor expired. */
  find(businessAccountId: string, id: string, now: number): MediaRow | undefined {
    const row = this.#byId.get(id);
    return row?.businessAccountId === businessAccountId && !row.deleted && now < row.expiresAt ? row : undefined;
  }

  /** Kapso's copy for stored messages, which outlives Meta's. */
  copy(id: string): MediaRow | undefined {
    return this.#byId.get(id);
  }
}
