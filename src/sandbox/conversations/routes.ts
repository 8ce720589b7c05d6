import { readPhone } from "../contacts/phone.ts";
import { type Call, numberOfPath, ownNumbers, pathParam, type Route, sceneOf } from "../http/context.ts";
import { ApiError, invalidParameter, kapso, recordNotFound } from "../http/errors.ts";
import { FAILURES } from "../http/failures.ts";
import { type ListKind, listBody, readChoice, readListQuery, readTime } from "../http/list-query.ts";
import { readSelection } from "../http/selector.ts";
import { setConversationStatus } from "../store/activity.ts";
import type { ConversationRow, NumberRow } from "../store/rows.ts";
import { NONE } from "../store/table.ts";
import { conversationRecord } from "./answer.ts";

/** Stored conversations: rows G1 to G4 of endpoints.md. */
export const conversationRoutes: Route[] = [
  { method: "GET", path: "/conversations/:conversationId", handle: onlyWith("bare", get) },
  { method: "PATCH", path: "/conversations/:conversationId", handle: onlyWith("bare", update) },
  { method: "GET", path: "/:pnid/conversations", handle: list },
  { method: "GET", path: "/:pnid/conversations/:conversationId", handle: onlyWith("below_number", ofNumber(get)) },
  { method: "PATCH", path: "/:pnid/conversations/:conversationId", handle: onlyWith("below_number", ofNumber(update)) },
];

const KIND: ListKind = { column: "last_active_at", errorType: "OAuthException" };
const STATUSES = ["active", "ended"] as const;

function list(c: Call): Response {
  const number = numberOfPath(c);
  const { range, selection } = readListQuery(c, KIND);
  const facets = [readChoice(c, "status", STATUSES, KIND), readAssignee(c), readContact(c, number)];
  const from = readTime(c, "last_active_since", KIND.errorType);
  const to = readTime(c, "last_active_until", KIND.errorType);
  const slice = c.var.world.conversations.table.page({ scope: number.id, facets, from, to, ...range });
  const scene = sceneOf(c);
  const record = (row: ConversationRow) => conversationRecord(row, selection, scene);
  return c.json(listBody(slice, KIND.column, (row) => row.lastActiveAt, record));
}

/** `unassigned=false` asks for nothing; the contract does not say, and leaving it out means the same. */
function readAssignee(c: Call): string | undefined {
  const user = c.req.query("assigned_user_id");
  const unassigned = readChoice(c, "unassigned", ["true", "false"], KIND);
  if (user !== undefined && unassigned !== undefined) {
    throw kapso(422, "assigned_user_id and unassigned cannot be used together");
  }
  return unassigned === "true" ? NONE : user;
}

/** The customer's contact id; of a number that nobody has, one that matches nothing. */
function readContact(c: Call, number: NumberRow): string | undefined {
  const text = c.req.query("phone_number");
  if (text === undefined) return undefined;
  // a plus that was not encoded arrives as a space
  const digits = readPhone(text.trim());
  if (digits === undefined) throw invalidParameter("Param phone_number must be a phone number in E.164 form");
  if (c.var.world.variants.phone_filter === "digits" && digits !== text) return NONE;
  return c.var.world.contacts.find(number, digits)?.id ?? NONE;
}

/** By the stored conversation itself: the caller's project must own it. */
function findOwn(c: Call): ConversationRow {
  const conversation = c.var.world.conversations.get(pathParam(c, "conversationId"));
  if (conversation === undefined || !ownNumbers(c).includes(conversation.contact.number)) {
    throw recordNotFound("Conversation");
  }
  return conversation;
}

/** Not every host has both forms of the path; Rails answers for the one that is missing. */
function onlyWith(form: "bare" | "below_number", handle: (c: Call) => Response): (c: Call) => Response {
  return (c) => {
    const { conversation_paths } = c.var.world.variants;
    if (conversation_paths !== "both" && conversation_paths !== form) throw new ApiError(FAILURES.rails_404);
    return handle(c);
  };
}

function get(c: Call): Response {
  return c.json(conversationRecord(findOwn(c), readSelection(c.req.query("fields")), sceneOf(c)));
}

function ofNumber(handle: (c: Call) => Response): (c: Call) => Response {
  return (c) => {
    const number = numberOfPath(c);
    if (findOwn(c).contact.number !== number) throw recordNotFound("Conversation");
    return handle(c);
  };
}

function update(c: Call): Response {
  const conversation = findOwn(c);
  const { status } = c.var.body.object();
  const wanted = STATUSES.find((each) => each === status);
  if (wanted === undefined) throw invalidParameter("Param status must be one of {active, ended}");
  setConversationStatus(c.var.world, conversation, wanted, c.var.world.now());
  return c.json({ success: true });
}
