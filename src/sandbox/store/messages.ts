import type { MessageRow } from "./rows.ts";
import { Table } from "./table.ts";

export class Messages {
  /** Facets: conversation, direction, status. */
  readonly table = new Table<MessageRow>({
    scope: (row) => row.conversation.contact.number.id,
    sortValue: (row) => row.at,
    facets: (row) => [row.conversation.id, row.direction, row.status],
  });
  readonly #byId = new Map<string, MessageRow>();

  add(row: MessageRow): MessageRow {
    this.table.add(row);
    this.#byId.set(row.id, row);
    return row;
  }

  get(id: string): MessageRow | undefined {
    return this.#byId.get(id);
  }

  /** In the order in which they were written down. */
  all(): Iterable<MessageRow> {
    return this.#byId.values();
  }

  setStatus(row: MessageRow, status: MessageRow["status"], errors: MessageRow["errors"] = null): void {
    this.table.update(row, () => {
      row.status = status;
      row.errors = errors;
    });
  }
}
