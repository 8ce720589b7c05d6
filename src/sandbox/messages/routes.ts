import { type Call, numberOfPath, pathParam, type Route, sceneOf } from "../http/context.ts";
import { recordNotFound } from "../http/errors.ts";
import { type ListKind, listBody, readChoice, readListQuery, readTime } from "../http/list-query.ts";
import { readSelection } from "../http/selector.ts";
import type { NumberRow } from "../store/rows.ts";
import { messageRecord } from "./answer.ts";
import { markRead } from "./send/mark-read.ts";
import { deliver, type Flight, takeOff } from "./send/send.ts";

/** Sends and the stored message history: rows A1 to A4 of endpoints.md. */
export const messageRoutes: Route[] = [
  { method: "POST", path: "/:pnid/messages", handle: post },
  { method: "GET", path: "/:pnid/messages", handle: list },
  { method: "GET", path: "/:pnid/messages/:messageId", handle: get },
];

const KIND: ListKind = { column: "created_at", errorType: "MessageError" };

function post(c: Call): Response {
  const number = numberOfPath(c);
  const { world } = c.var;
  const body = c.var.body.object();
  if ("status" in body) {
    markRead(world, number, body);
    return c.json({ success: true });
  }
  return fly(c, number, takeOff(world, number, body));
}

/** Delivers, and lands when the answer is out. `check` may still refuse. */
export function fly(c: Call, number: NumberRow, flight: Flight, check?: () => void): Response {
  let accepted = false;
  c.set("whenAnswered", () => flight.land(accepted));
  check?.();
  const response = deliver(c.var.world, number, flight);
  accepted = true;
  return c.json(response);
}

function list(c: Call): Response {
  const number = numberOfPath(c);
  const { range, selection } = readListQuery(c, KIND);
  const facets = [
    c.req.query("conversation_id"),
    readChoice(c, "direction", ["inbound", "outbound"], KIND),
    readChoice(c, "status", ["pending", "sent", "delivered", "read", "failed"], KIND),
  ];
  const from = readTime(c, "since", KIND.errorType);
  const to = readTime(c, "until", KIND.errorType);
  const slice = c.var.world.messages.table.page({ scope: number.id, facets, from, to, ...range });
  const scene = sceneOf(c);
  const record = (row: (typeof slice.rows)[number]) => messageRecord(row, selection, scene);
  return c.json(listBody(slice, KIND.column, (row) => row.at, record));
}

function get(c: Call): Response {
  const number = numberOfPath(c);
  const selection = readSelection(c.req.query("fields"), KIND.errorType);
  const message = c.var.world.messages.get(pathParam(c, "messageId"));
  if (message?.conversation.contact.number !== number) throw recordNotFound("Message");
  return c.json(messageRecord(message, selection, sceneOf(c)));
}
