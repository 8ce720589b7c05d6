import { personKey } from "../../kapso/people.ts";
import type { Log } from "../../log.ts";
import { type Delivered, isGroup, type Outgoing } from "../../tools/definition/outgoing.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { type SendKey, sendKey } from "./key.ts";
import type { Entry, Ledger } from "./ledger.ts";
import type { Known } from "./names.ts";

/** A send, and the keys that it would have had under former names of its recipient. */
export interface Keys {
  key: SendKey;
  others: readonly SendKey[];
}

/**
 * The ledger as a send sees it, for one call. Before the send leaves, a ledger that fails holds it back; afterwards it
 * changes nothing: the intent stands there, and a repeat looks in the history.
 */
export class Memory {
  readonly #ledger: Ledger;
  readonly #log: Log;

  constructor(ledger: Ledger, log: Log) {
    this.#ledger = ledger;
    this.#log = log;
  }

  /** By what a send is known. @throws ToolError */
  async keys(outgoing: Outgoing): Promise<Keys> {
    const { current, former } = await this.#before(() => this.#person(outgoing));
    return { key: sendKey(outgoing, current), others: former.map((person) => sendKey(outgoing, person)) };
  }

  /** Writes the intent, unless the same send stands there, under a former name of its recipient too. @throws ToolError */
  async claim({ key, others }: Keys): Promise<Entry | undefined> {
    return this.#before(async () => {
      // The current name comes first: it has what was settled last.
      for (const each of others.length > 0 ? [key, ...others] : []) {
        const entry = await this.#ledger.find(each);
        if (entry !== undefined) return entry;
      }
      return this.#ledger.claim(key);
    });
  }

  /** Nothing was sent. */
  async release(key: SendKey): Promise<void> {
    await this.#after(() => this.#ledger.release(key));
  }

  /** Nobody knows whether it was sent. */
  async noteUnknown(key: SendKey, since: number): Promise<void> {
    await this.#after(() => this.#ledger.settle(key, { state: "unknown", since }));
  }

  /** Keeps what was sent, under every name by which its recipient may be addressed again. */
  async keep(outgoing: Outgoing, key: SendKey, delivered: Delivered): Promise<void> {
    await this.#after(() => this.#ledger.settle(key, { state: "sent", delivered }));
    await this.#after(() => this.#keepNames(outgoing, key, delivered));
  }

  /** Whether a stored message is this send's, and nobody else's from now on. */
  async take(key: SendKey, delivered: Delivered): Promise<boolean> {
    return (await this.#after(() => this.#ledger.take(key, delivered))) ?? false;
  }

  /** All that a recipient is called, as far as it can be told. */
  async namesOf(to: string): Promise<ReadonlySet<string>> {
    const address = personKey(to);
    const known = await this.#after(() => this.#ledger.known(address));
    return new Set([address, ...(known === undefined ? [] : [known.current, ...known.former])]);
  }

  async #person(outgoing: Outgoing): Promise<Known> {
    const { to } = outgoing;
    // The id of a group may look like a number.
    if (to === undefined || isGroup(outgoing)) return { current: `group ${to ?? ""}`, former: [] };
    return this.#ledger.known(personKey(to));
  }

  async #keepNames(outgoing: Outgoing, key: SendKey, delivered: Delivered): Promise<void> {
    const ledger = this.#ledger;
    if (outgoing.to === undefined || isGroup(outgoing)) return;
    const [name, ...others] = [...delivered.aliases, outgoing.to].map(personKey);
    if (name === undefined) return;
    for (const other of others) await ledger.rename(other, name);
    const renamed = sendKey(outgoing, name);
    if (renamed.slot !== key.slot) {
      await ledger.claim(renamed); // The slot of a reaction may hold an earlier one.
      await ledger.settle(renamed, { state: "sent", delivered });
    }
    // What stood under a former name is settled with it.
    for (const former of (await ledger.known(name)).former.map((person) => sendKey(outgoing, person))) {
      if (former.slot !== key.slot) await ledger.release(former);
    }
  }

  /** Without the memory of sends nothing leaves, since it could be there already. */
  async #before<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      this.#log.error({ error: nameOf(cause) }, "the ledger did not take a send");
      const text =
        "Nothing was sent by this call: the memory of sends, which keeps a message from being sent twice, is full or " +
        "out of reach. Whether the same went out before cannot be told. Try again later, or tell the operator.";
      throw new ToolError(text, { cause });
    }
  }

  /** What has happened has happened. */
  async #after<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#log.error({ error: nameOf(error) }, "the ledger did not take an outcome");
      return undefined;
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
