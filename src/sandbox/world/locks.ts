/** One message in flight for each pair of number and recipient (contract README section 10). */
export class Locks {
  readonly #heldUntil = new Map<string, number>();
  readonly #holdMs: number;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** False while another send to the pair is running. */
  take(pair: string, now: number): boolean {
    if (now < (this.#heldUntil.get(pair) ?? 0)) return false;
    this.#heldUntil.set(pair, Number.POSITIVE_INFINITY);
    return true;
  }

  /** The answer left. An accepted send keeps the pair for `holdMs` more, a refused one frees it at once. */
  release(pair: string, now: number, accepted: boolean): void {
    if (accepted && this.#holdMs > 0) this.#heldUntil.set(pair, now + this.#holdMs);
    else this.#heldUntil.delete(pair);
  }
}
