interface Event {
  at: number;
  order: number;
  run: (at: number) => void;
}

/** What will happen on the sandbox clock. Nothing runs by a timer: due events run, in order, when somebody looks. */
export class EventQueue {
  /** Latest first, so that the next one is popped from the end. */
  readonly #events: Event[] = [];
  #count = 0;

  schedule(at: number, run: (at: number) => void): void {
    const event = { at, order: this.#count++, run };
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#events[middle];
      if (other !== undefined && (other.at > at || (other.at === at && other.order > event.order))) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  /** Takes the next event that is due, or nothing. */
  takeDue(now: number): Event | undefined {
    const next = this.#events.at(-1);
    return next !== undefined && next.at <= now ? this.#events.pop() : undefined;
  }
}
