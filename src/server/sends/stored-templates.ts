import type { Kapso } from "../../kapso/client.ts";
import { cursors } from "../../kapso/http/page.ts";
import type { Template } from "../../kapso/template-types.ts";
import { LIST_FIELDS } from "../../tools/templates/record.ts";

interface Asked {
  kapso: Kapso;
  signal: AbortSignal;
}

const KEPT_MS = 60_000;
const MOST_KEPT = 1_000;
const PAGE = 100;
const MOST_PAGES = 3;

/** Templates as they are stored, kept for a minute. */
export class StoredTemplates {
  readonly #now: () => number;
  readonly #kept = new Map<string, { at: number; templates: Template[] }>();

  /** `now` only goes forward, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** All languages of a name, if they are at hand. */
  kept(accountId: string, name: string): Template[] | undefined {
    const entry = this.#kept.get(`${accountId} ${name}`);
    return entry !== undefined && this.#now() - entry.at < KEPT_MS ? entry.templates : undefined;
  }

  /** All languages of a name; undefined where one page does not hold them, with others whose names contain it. */
  async named(accountId: string, name: string, { kapso, signal }: Asked): Promise<Template[] | undefined> {
    const kept = this.kept(accountId, name);
    if (kept !== undefined) return kept;
    const query = { name, fields: LIST_FIELDS, limit: PAGE };
    const list = await kapso.templates.list(accountId, query, { signal });
    if (cursors(list, query, "meta").next !== undefined) return undefined;
    const templates = list.data.filter((template) => template.name === name);
    this.#keep(`${accountId} ${name}`, templates);
    return templates;
  }

  /** The account's approved templates, as many as a few pages hold. */
  async approved(accountId: string, { kapso, signal }: Asked): Promise<Template[]> {
    const kept = this.kept(accountId, "");
    if (kept !== undefined) return kept;
    const templates: Template[] = [];
    const query = { status: "APPROVED", fields: LIST_FIELDS, limit: PAGE };
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const list = await kapso.templates.list(
        accountId,
        { ...query, ...(after !== undefined && { after }) },
        { signal },
      );
      templates.push(...list.data);
      after = cursors(list, query, "meta").next;
      if (after === undefined) break;
    }
    this.#keep(`${accountId} `, templates);
    return templates;
  }

  forget(accountId: string, name: string): void {
    this.#kept.delete(`${accountId} ${name}`);
    this.#kept.delete(`${accountId} `);
  }

  clear(): void {
    this.#kept.clear();
  }

  #keep(key: string, templates: Template[]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { at: this.#now(), templates });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
