import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { contactFields } from "../definition/kapso-fields.ts";
import { chars, contactId, freeObject } from "../definition/schemas.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { contactRecord, toContact } from "../records/contact.ts";

/** The contract states no limits; these are its advice (stored-data.md 3.3). */
const NAME_LENGTH = 255;

const METADATA_BYTES = 64 * 1024;

export const updateContact = defineTool({
  name: "update_contact",
  title: "Update a contact",
  description:
    "Change a stored contact's names or metadata; returns the contact as it then is. Metadata merges by key, and a " +
    "key set to null is deleted. The customer is not told.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    wa_id: contactId.describe(
      "The number's digits with country code; or the contact's user_id where it has no number.",
    ),
    profile_name: chars(1, NAME_LENGTH).optional().describe("Name as the person set it."),
    display_name: chars(0, NAME_LENGTH).optional().describe("Name as the business shows it; empty clears it."),
    metadata: freeObject.optional().describe("Keys to set; null deletes a key."),
    replace_metadata: z
      .boolean()
      .default(false)
      .describe("true: metadata becomes exactly what is given, other keys are lost."),
  }),
  check: ({ profile_name, display_name, metadata, replace_metadata }) => {
    const faults: Fault[] = [];
    if (profile_name === undefined && display_name === undefined && metadata === undefined) {
      faults.push({
        path: [],
        message: "give at least one of profile_name, display_name, metadata",
      });
    }
    if (replace_metadata && metadata === undefined) {
      faults.push({
        path: ["replace_metadata"],
        message: "needs metadata, the object that takes the old one's place",
      });
    }
    if (metadata !== undefined) faults.push(...sizeFaults(metadata));
    return faults;
  },
  output: contactRecord.meta({ shallow: true }),
  async run({ wa_id, metadata, replace_metadata, ...names }, { kapso, phoneNumberId, signal }) {
    const patch = {
      ...names,
      ...(metadata !== undefined && { metadata: withoutNulls(metadata) }),
    };
    if (metadata !== undefined && !replace_metadata) {
      // The API replaces metadata as a whole: read, merge, write. A write in between by somebody else is lost.
      const stored = await kapso.contacts.get(phoneNumberId, wa_id, { fields: "kapso()" }, { signal });
      patch.metadata = withoutNulls({ ...stored.metadata, ...metadata });
    }
    await kapso.contacts.update(phoneNumberId, wa_id, patch, { signal });
    const fields = contactFields.query(undefined);
    const stored = await afterWrite(() => kapso.contacts.get(phoneNumberId, wa_id, { fields }, { signal }));
    return stored === undefined ? { wa_id } : toContact(stored);
  },
});

function withoutNulls(metadata: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));
}

function sizeFaults(metadata: Record<string, unknown>): Fault[] {
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  return bytes > METADATA_BYTES
    ? [
        {
          path: ["metadata"],
          message: `must be at most ${METADATA_BYTES} bytes as JSON (given ${bytes})`,
        },
      ]
    : [];
}
