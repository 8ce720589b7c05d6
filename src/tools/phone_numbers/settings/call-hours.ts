import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";

const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
const MAX_A_DAY = 2;
const MAX_HOLIDAYS = 20;

/** A time of day, parsed to `HHMM`. */
const clockTime = z
  .string()
  .refine((text) => /^([01]\d|2[0-3]):?[0-5]\d$/.test(text), "must be a time from 0000 to 2359, such as 0930")
  .transform((text) => text.replace(":", ""));

const date = z.iso.date("must be a date, YYYY-MM-DD");

/** When customers can call (contract phone-number.md 2.1). It takes the place of the former hours as a whole. */
export const callHours = z.strictObject({
  status: z.enum(["ENABLED", "DISABLED"]),
  timezone_id: z.string().refine(isTimeZone, "must be an IANA time zone, such as America/Sao_Paulo"),
  weekly_operating_hours: z
    .array(z.strictObject({ day_of_week: z.enum(DAYS), open_time: clockTime, close_time: clockTime }))
    .min(1),
  holiday_schedule: z
    .array(z.strictObject({ date, start_time: clockTime, end_time: clockTime }))
    .max(MAX_HOLIDAYS)
    .optional(),
});
type CallHours = z.output<typeof callHours>;
type Opening = CallHours["weekly_operating_hours"][number];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "" && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

export function callHoursFaults({ weekly_operating_hours: hours }: CallHours, at: Fault["path"]): Fault[] {
  const place = [...at, "weekly_operating_hours"];
  return [
    ...hours.flatMap(({ open_time, close_time }, i) =>
      open_time < close_time
        ? []
        : [
            {
              path: [...place, i, "close_time"],
              message: `must be after open_time ${open_time} (given ${close_time})`,
            },
          ],
    ),
    ...hours.flatMap((opening, i) => dayFaults(opening, hours.slice(0, i), [...place, i])),
  ];
}

function dayFaults(opening: Opening, before: readonly Opening[], at: Fault["path"]): Fault[] {
  const { day_of_week: day, open_time, close_time } = opening;
  const sameDay = before.filter(({ day_of_week }) => day_of_week === day);
  const faults: Fault[] = [];
  if (sameDay.length >= MAX_A_DAY) {
    faults.push({
      path: [...at, "day_of_week"],
      message: `must have at most ${MAX_A_DAY} times a day (given ${day} again)`,
    });
  }
  const other = sameDay.find((each) => open_time < each.close_time && each.open_time < close_time);
  if (other !== undefined) {
    const message = `must not overlap with ${day} ${other.open_time} to ${other.close_time}`;
    faults.push({ path: [...at, "open_time"], message: `${message} (given ${open_time} to ${close_time})` });
  }
  return faults;
}

/** Known only when the call runs: a holiday must not be over where the business is. */
export function holidayFaults(
  { timezone_id, holiday_schedule = [] }: CallHours,
  at: Fault["path"],
  now: number,
): Fault[] {
  // Swedish dates are ISO dates.
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone_id }).format(now);
  return holiday_schedule.flatMap(({ date: day }, i) => {
    const path = [...at, "holiday_schedule", i, "date"];
    return day < today
      ? [{ path, message: `must not be past: today is ${today} in ${timezone_id} (given ${day})` }]
      : [];
  });
}
