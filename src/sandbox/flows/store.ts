import type { ValidationError } from "./report.ts";

export type FlowStatus = "DRAFT" | "PUBLISHED" | "DEPRECATED" | "BLOCKED" | "THROTTLED";

export interface FlowRow {
  id: string;
  businessAccountId: string;
  name: string;
  status: FlowStatus;
  categories: string[];
  /** The Flow JSON as it was uploaded; null before. */
  json: string | null;
  validationErrors: ValidationError[];
  endpointUri: string | null;
  applicationId: string | null;
  /** Counts the preview links that were made; only the last one is good. */
  previews: number;
  /** When messages with it were sent, while it is throttled. */
  sends: number[];
}

const ACCOUNT = "317745418290563";

/** An expression of Flow JSON, not of this file. */
const DAY_FIELD = ["$", "{form.day}"].join("");

/** A date to pick: the example of flows.md section 1. */
const BOOKING = JSON.stringify({
  version: "7.3",
  screens: [
    {
      id: "PICK_DATE",
      title: "Data",
      terminal: true,
      layout: {
        type: "SingleColumnLayout",
        children: [
          { type: "DatePicker", name: "day", label: "Dia" },
          {
            type: "Footer",
            label: "Confirmar",
            "on-click-action": { name: "complete", payload: { day: DAY_FIELD } },
          },
        ],
      },
    },
  ],
});

type Draft = Pick<FlowRow, "id" | "name" | "status" | "categories" | "json">;

const SEED: Draft[] = [
  {
    id: "1184420093771506",
    name: "Agendamento",
    status: "PUBLISHED",
    categories: ["APPOINTMENT_BOOKING"],
    json: BOOKING,
  },
  { id: "1184420093771507", name: "Pesquisa", status: "DRAFT", categories: ["SURVEY"], json: BOOKING },
];

export class Flows {
  readonly rows: FlowRow[] = SEED.map((draft) => ({
    ...draft,
    businessAccountId: ACCOUNT,
    validationErrors: [],
    endpointUri: null,
    applicationId: null,
    previews: 0,
    sends: [],
  }));

  ofAccount(accountId: string): FlowRow[] {
    return this.rows.filter((row) => row.businessAccountId === accountId);
  }

  remove(row: FlowRow): void {
    this.rows.splice(this.rows.indexOf(row), 1);
  }
}
