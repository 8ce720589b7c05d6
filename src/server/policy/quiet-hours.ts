import { endOfSpan, type LocalTime, localClock } from "./local-time.ts";

/** Hours of every day, in minutes since midnight on the clocks of a zone; over midnight where `until` comes first. */
export interface QuietHours {
  from: number;
  until: number;
  zone: string;
}

const DAY_MINUTES = 24 * 60;

/**
 * Tells for a moment when the quiet that it falls into ends, in the zone's own time; undefined where nothing is quiet.
 * The wall clock decides: in the night in which it is put back an hour, that hour is quiet both times or not at all.
 */
export function quietClock({ from, until, zone }: QuietHours): (now: number) => string | undefined {
  const clock = localClock(zone);
  const left = ({ minute }: LocalTime) => {
    const since = (minute - from + DAY_MINUTES) % DAY_MINUTES;
    const length = (until - from + DAY_MINUTES) % DAY_MINUTES;
    return Math.max(length - since, 0);
  };
  return (now) => {
    if (left(clock(now)) === 0) return undefined;
    return `${clock(endOfSpan(now, clock, left)).iso} (${zone})`;
  };
}
