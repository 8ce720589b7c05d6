/** A moment on the clocks of a zone. */
export interface LocalTime {
  /** `2026-11-20`. */
  day: string;
  /** Minutes since midnight, as the clock shows them. */
  minute: number;
  /** `2026-11-20T14:03:11+01:00`. */
  iso: string;
}

export const MINUTE_MS = 60_000;

export type LocalClock = (ms: number) => LocalTime;

/** The clock of a zone, by its name. */
export function localClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
    const day = `${part("year")}-${part("month")}-${part("day")}`;
    // "GMT+01:00"; no offset is "GMT" or "GMT+00:00", as versions of Node have it.
    const offset = part("timeZoneName").replace(/^GMT([+-]00:00)?/, "") || "Z";
    return {
      day,
      minute: Number(part("hour")) * 60 + Number(part("minute")),
      iso: `${day}T${part("hour")}:${part("minute")}:${part("second")}${offset}`,
    };
  };
}

/**
 * Walks forward over whole minutes, from the one of `from` to the first whose local time is not in the span. `left` is
 * how many minutes a steady clock would take out of it; clocks are changed at quarter hours, so no step goes beyond one.
 */
export function endOfSpan(from: number, clock: LocalClock, left: (time: LocalTime) => number): number {
  let minute = Math.floor(from / MINUTE_MS);
  for (;;) {
    const minutes = left(clock(minute * MINUTE_MS));
    if (minutes <= 0) return minute * MINUTE_MS;
    minute += Math.min(minutes, 15 - (minute % 15));
  }
}
