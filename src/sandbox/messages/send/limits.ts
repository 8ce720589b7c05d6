import { isWindowOpen } from "../../conversations/window.ts";
import { DAY, SECOND } from "../../world/clock.ts";
import { coded } from "./check.ts";
import type { Recipient } from "./recipient.ts";

/** One message to a person in six seconds; up to 45 may be borrowed ahead (contract README section 9). */
const PAIR_PAUSE = 6 * SECOND;
const PAIR_BURST = 45;

/** Meta's limits on sends. Off until a control route sets them, since the contract leaves the account's tier open. */
export class SendLimits {
  #people: number | undefined;
  #isPairLimited = false;
  /** When each person was last written to outside of the window. */
  readonly #opened = new Map<string, number>();
  /** Until when each pair's borrowed time runs. */
  readonly #borrowed = new Map<string, number>();

  /** `people`: how many different ones may be written to outside of their windows within 24 hours. */
  set({ people, pairRate }: { people: number | undefined; pairRate: boolean }): void {
    this.#people = people;
    this.#isPairLimited = pairRate;
    this.#opened.clear();
    this.#borrowed.clear();
  }

  /** Refuses with 131056 or 131048, and counts nothing then. */
  refuse(now: number, pair: string, { contact, waId, userId }: Recipient): void {
    const borrowed = Math.max(this.#borrowed.get(pair) ?? 0, now);
    if (this.#isPairLimited && borrowed - now >= PAIR_BURST * PAIR_PAUSE) throw coded(131056);
    const person = waId ?? userId ?? "";
    const isOpening = !isWindowOpen(contact, now);
    if (isOpening && this.#isOver(person, now)) throw coded(131048);
    if (isOpening) this.#opened.set(person, now);
    this.#borrowed.set(pair, borrowed + PAIR_PAUSE);
  }

  #isOver(person: string, now: number): boolean {
    for (const [known, at] of this.#opened) if (now - at >= DAY) this.#opened.delete(known);
    return this.#people !== undefined && !this.#opened.has(person) && this.#opened.size >= this.#people;
  }
}
