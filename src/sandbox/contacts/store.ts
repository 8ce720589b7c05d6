import type { ContactRow, NumberRow } from "../store/rows.ts";
import { NONE, Table } from "../store/table.ts";

/** The people of each business number: the same person is a row of its own for each number. */
export class Contacts {
  /** Facets: wa_id, customer_id, has_customer. */
  readonly table = new Table<ContactRow>({
    scope: (row) => row.number.id,
    sortValue: (row) => row.createdAt,
    facets: (row) => [row.waId ?? NONE, row.customerId ?? NONE, String(row.customerId !== null)],
  });
  readonly #byAddress = new Map<string, ContactRow>();

  add(row: ContactRow): ContactRow {
    this.table.add(row);
    for (const address of [row.waId, row.userId]) {
      if (address !== null) this.#byAddress.set(`${row.number.id}/${address}`, row);
    }
    return row;
  }

  /** By WhatsApp id in digits or by business-scoped user id. */
  find(number: NumberRow, address: string): ContactRow | undefined {
    return this.#byAddress.get(`${number.id}/${address}`);
  }
}
