import { z } from "zod";

/** When a number takes calls: phone-number.md 2.1. A new value replaces the old as a whole. */

const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

/** `0930`; a colon, as one of Meta's pages prints it, is dropped. */
const time = z
  .string()
  .transform((value) => value.replace(":", ""))
  .refine((value) => /^([01]\d|2[0-3])[0-5]\d$/.test(value), "must be a time in the form HHMM");

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const opening = z
  .object({
    day_of_week: z
      .string()
      .transform((day) => day.toUpperCase())
      .pipe(z.enum(DAYS, `must be one of ${DAYS.join(", ")}`)),
    open_time: time,
    close_time: time,
  })
  .refine(({ open_time, close_time }) => open_time < close_time, "must open before it closes");

type Opening = z.infer<typeof opening>;

const ofDay = (hours: Opening[], day: string) => hours.filter(({ day_of_week }) => day_of_week === day);

function overlap(hours: Opening[]): boolean {
  const sorted = [...hours].sort((one, other) => one.open_time.localeCompare(other.open_time));
  return sorted.some(({ open_time }, index) => open_time < (sorted[index - 1]?.close_time ?? ""));
}

const holiday = z.object({
  date: z.iso.date("must be a date in the form YYYY-MM-DD"),
  start_time: time,
  end_time: time,
});

export const callHours = z.object({
  status: z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(z.enum(["ENABLED", "DISABLED"], "must be ENABLED or DISABLED")),
  timezone_id: z.string().refine(isTimeZone, "must be an IANA time zone such as America/Sao_Paulo"),
  weekly_operating_hours: z
    .array(opening)
    .min(1, "must not be empty")
    .refine((hours) => DAYS.every((day) => ofDay(hours, day).length <= 2), "may have at most 2 entries a day")
    .refine((hours) => !DAYS.some((day) => overlap(ofDay(hours, day))), "must not overlap"),
  holiday_schedule: z.array(holiday).max(20, "may have at most 20 entries").optional(),
});
