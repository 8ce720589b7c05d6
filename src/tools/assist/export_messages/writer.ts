import type { Row } from "./walk.ts";

/** What an export is of. */
export interface Subject {
  /** Of the customer, where it is one conversation. */
  contactName?: string | undefined;
  address?: string | undefined;
  phoneNumberId: string;
  count: number;
  from?: string | undefined;
  to?: string | undefined;
  /** Older messages are left for another export. */
  hasOlder: boolean;
}

/** A file while it is written: what stands at its head, then block by block. */
export interface Writer {
  head: string;
  block(rows: readonly Row[]): string;
}
