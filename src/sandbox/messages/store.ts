import type { RawStatus, RecordError } from "../../kapso/message-types.ts";
import type { DeliveryStatus, MessageRow } from "../store/rows.ts";
import { Table } from "../store/table.ts";

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

  /** `at` in milliseconds; a failure has its reason in the status object. */
  setStatus(row: MessageRow, status: DeliveryStatus, at: number, errors: RecordError[] = []): void {
    this.table.update(row, () => {
      row.status = status;
      row.statuses = [...row.statuses, statusObject(row, status, at, errors)];
    });
  }
}

/** As Meta's webhooks have it. A template costs by its category, an answer within the window nothing. */
function statusObject(row: MessageRow, status: string, at: number, errors: RecordError[]): RawStatus {
  const { waId, userId } = row.conversation.contact;
  const billable = row.type === "template";
  return {
    id: row.id,
    status,
    timestamp: String(Math.floor(at / 1000)),
    recipient_id: waId ?? userId,
    ...(status === "sent" && {
      pricing: { billable, pricing_model: "PMP", category: billable ? "utility" : "service" },
    }),
    ...(errors.length > 0 && { errors }),
  };
}
