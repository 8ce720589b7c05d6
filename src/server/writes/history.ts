import type { Kapso } from "../../kapso/client.ts";
import { cursors } from "../../kapso/http/page.ts";
import { readPerson, spellings } from "../../kapso/people.ts";
import type { Conversation } from "../../kapso/types.ts";
import type { History } from "../policy/rules.ts";

const PAGE = 100;
/** For a user id, which no filter takes. */
const MOST_PAGES = 5;

const wrote = ({ kapso }: Conversation) => Boolean(kapso?.last_inbound_at);

/** What the rules ask of stored conversations. A person who is not found counts as one who has not written. */
export function historyOf(kapso: Kapso, signal: AbortSignal): History {
  const list = (number: string, query: object) =>
    kapso.conversations.list(number, { limit: PAGE, fields: "kapso(last_inbound_at)", ...query }, { signal });
  return {
    async hasWritten(phoneNumberId, recipient) {
      const person = readPerson(recipient);
      if (person === undefined) return false;
      if (person.kind === "id") return idHasWritten(person.id, (query) => list(phoneNumberId, query));
      for (const digits of spellings(person)) {
        const { data } = await list(phoneNumberId, { phone_number: `+${digits}` });
        if (data.some(wrote)) return true;
      }
      return false;
    },
  };
}

async function idHasWritten(id: string, list: (query: object) => ReturnType<Kapso["conversations"]["list"]>) {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await list(after === undefined ? {} : { after });
    if (rows.data.some((row) => row.business_scoped_user_id === id && wrote(row))) return true;
    after = cursors(rows, { limit: PAGE }).next;
    if (after === undefined) return false;
  }
  return false;
}
