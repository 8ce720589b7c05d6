import type { ContactRow, ConversationRow } from "../store/rows.ts";
import { NONE, Table } from "../store/table.ts";

export class Conversations {
  /** Facets: status, assigned user (or none), contact. */
  readonly table = new Table<ConversationRow>({
    scope: (row) => row.contact.number.id,
    sortValue: (row) => row.lastActiveAt,
    facets: (row) => [row.status, row.assignedUserId ?? NONE, row.contact.id],
  });
  readonly #byId = new Map<string, ConversationRow>();

  add(row: ConversationRow): ConversationRow {
    this.table.add(row);
    this.#byId.set(row.id, row);
    return row;
  }

  get(id: string): ConversationRow | undefined {
    return this.#byId.get(id);
  }

  /** The pair's latest active conversation. */
  activeOf(contact: ContactRow): ConversationRow | undefined {
    const facets = ["active", undefined, contact.id];
    return this.table.page({ scope: contact.number.id, facets, limit: 1 }).rows[0];
  }
}
