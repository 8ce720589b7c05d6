import { DAY, HOUR } from "../world/clock.ts";
import type { Category, TemplateComponent } from "./shape.ts";

export type TemplateStatus = "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";

export interface TemplateRow {
  id: string;
  businessAccountId: string;
  name: string;
  language: string;
  status: TemplateStatus;
  category: Category;
  previousCategory?: Category;
  subCategory: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
  rejectedReason: string;
  /** As its readers judge it; without it, good as long as it can be sent. */
  quality?: "GREEN" | "YELLOW" | "RED" | "UNKNOWN";
  /** `message_send_ttl_seconds`. */
  life?: number;
  libraryName: string | null;
  /** When it was last approved; the seed's long ago. */
  approvedAt: number;
  /** When it was changed while it was approved. */
  edits: number[];
  /** Counts the reviews, so that one which was overtaken by an edit has no say. */
  reviews: number;
}

const NAME_BLOCK = 30 * DAY;

/** Templates of all accounts, with what the accounts may do and when they did it. */
export class Templates {
  readonly rows: TemplateRow[];
  readonly #creations = new Map<string, number[]>();
  readonly #blockedNames = new Map<string, number>();

  constructor(rows: readonly TemplateRow[]) {
    this.rows = structuredClone([...rows]);
  }

  ofAccount(accountId: string): TemplateRow[] {
    return this.rows.filter((row) => row.businessAccountId === accountId);
  }

  add(row: TemplateRow): TemplateRow {
    this.rows.push(row);
    return row;
  }

  /** The name of what was approved is not to be had for 30 days. */
  remove(row: TemplateRow, now: number): void {
    this.rows.splice(this.rows.indexOf(row), 1);
    if (row.status === "APPROVED") this.#blockedNames.set(`${row.businessAccountId}/${row.name}`, now + NAME_BLOCK);
  }

  isNameBlocked(accountId: string, name: string, now: number): boolean {
    return now < (this.#blockedNames.get(`${accountId}/${name}`) ?? 0);
  }

  /** Counts a creation of this account; false when there were too many within the hour. */
  countCreation(accountId: string, now: number, most: number): boolean {
    const recent = (this.#creations.get(accountId) ?? []).filter((at) => now - at < HOUR);
    if (recent.length >= most) return false;
    this.#creations.set(accountId, [...recent, now]);
    return true;
  }
}
