/** Hours of every day, in minutes since midnight on the clocks of a zone; over midnight where `until` comes first. */
export interface QuietHours {
  from: number;
  until: number;
  zone: string;
}

/** Reads `21:00-08:00@Europe/Madrid`. Undefined when it cannot be used, as hours that end when they begin. */
export function readQuietHours(text: string): QuietHours | undefined {
  const [, begin = "", end = "", zone = ""] = /^([\d:]+)-([\d:]+)@(\S+)$/.exec(text) ?? [];
  const from = minuteOfDay(begin);
  const until = minuteOfDay(end);
  if (from === undefined || until === undefined || from === until || !isZone(zone)) return undefined;
  return { from, until, zone };
}

function minuteOfDay(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** A zone by name: a bare offset, which some versions of Node take, would be wrong for half of the year. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
