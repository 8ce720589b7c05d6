import { z } from "zod";
import { type Call, numberOfPath, pathParam, type Route } from "../http/context.ts";
import { invalidParameter, recordNotFound } from "../http/errors.ts";
import { type ListKind, listBody, readChoice, readListQuery } from "../http/list-query.ts";
import { readSelection } from "../http/selector.ts";
import type { ContactRow } from "../store/rows.ts";
import { contactRecord } from "./answer.ts";
import { readPhone } from "./phone.ts";

/** Stored contacts: rows H1 to H3 of endpoints.md. */
export const contactRoutes: Route[] = [
  { method: "GET", path: "/:pnid/contacts", handle: list },
  { method: "GET", path: "/:pnid/contacts/:waId", handle: get },
  { method: "PATCH", path: "/:pnid/contacts/:waId", handle: update },
];

const KIND: ListKind = { column: "created_at", errorType: "OAuthException" };

function list(c: Call): Response {
  const number = numberOfPath(c);
  const { range, selection } = readListQuery(c, KIND);
  const facets = [
    c.req.query("wa_id")?.trim().replace(/^\+/, ""),
    c.req.query("customer_id"),
    readChoice(c, "has_customer", ["true", "false"], KIND),
  ];
  const slice = c.var.world.contacts.table.page({ scope: number.id, facets, ...range });
  return c.json(
    listBody(
      slice,
      KIND.column,
      (row) => row.createdAt,
      (row) => contactRecord(row, selection),
    ),
  );
}

/** By number, with or without a plus, or by business-scoped user id. */
function findContact(c: Call): ContactRow {
  const number = numberOfPath(c);
  const address = pathParam(c, "waId");
  const contact = c.var.world.contacts.find(number, readPhone(address) ?? address);
  if (contact === undefined) throw recordNotFound("Contact");
  return contact;
}

function get(c: Call): Response {
  return c.json(contactRecord(findContact(c), readSelection(c.req.query("fields"))));
}

const changes = z.object({
  profile_name: z.string("must be a string").optional(),
  display_name: z.string("must be a string or null").nullable().optional(),
  metadata: z.record(z.string(), z.unknown(), "must be an object").optional(),
});

/** `metadata` is replaced as a whole: the contract leaves it open and assumes so. */
function update(c: Call): Response {
  const contact = findContact(c);
  const parsed = changes.safeParse(c.var.body.object());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidParameter(`Param ${issue?.path.join(".")} ${issue?.message}`);
  }
  const { profile_name, display_name, metadata } = parsed.data;
  if (profile_name === undefined && display_name === undefined && metadata === undefined) {
    throw invalidParameter("One of the params profile_name, display_name and metadata is required");
  }
  if (profile_name !== undefined) contact.profileName = profile_name;
  if (display_name !== undefined) contact.displayName = display_name;
  if (metadata !== undefined) contact.metadata = metadata;
  contact.updatedAt = c.var.world.now();
  return c.json({ success: true });
}
