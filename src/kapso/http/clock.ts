/** The service's idea of now, in milliseconds. */
export interface Clock {
  now(): number;
  /** The same, but no further from the own clock than the bound: what the operator's rules go by. */
  bounded(): number;
  /** Learns from the `Date` header of an answer; `sentAt` and `receivedAt` are readings of the own clock. */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void;
}

const EARLIEST = Date.UTC(2020, 0);
const LATEST = Date.UTC(2100, 0);

/**
 * The own clock, corrected by what upstream says. A `Date` header has a resolution of one second and is set somewhere
 * between request and answer, so an observation only moves the clock when it contradicts it: no jitter.
 */
export function createClock(own: () => number, boundMs = Number.POSITIVE_INFINITY): Clock {
  let offset = 0;
  return {
    now: () => own() + offset,
    bounded: () => own() + Math.min(boundMs, Math.max(-boundMs, offset)),
    observe(date, sentAt, receivedAt) {
      const stamped = date === undefined ? Number.NaN : Date.parse(date);
      if (!(stamped >= EARLIEST && stamped < LATEST) || receivedAt < sentAt) return;
      const halfTrip = (receivedAt - sentAt) / 2;
      const observed = stamped + 500 - (sentAt + halfTrip);
      if (Math.abs(observed - offset) > 1_000 + halfTrip) offset = observed;
    },
  };
}
