import type { CallRow } from "../store/rows.ts";
import { Table } from "../store/table.ts";

export class Calls {
  /** Facets: call id, direction, status; the last two in lower case. */
  readonly table = new Table<CallRow>({
    scope: (row) => row.number.id,
    sortValue: (row) => row.sessionStartedAt,
    facets: (row) => [row.callId, row.direction, row.status],
  });

  add(row: CallRow): CallRow {
    this.table.add(row);
    return row;
  }
}
