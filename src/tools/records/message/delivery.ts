import { z } from "zod";
import { isRecord } from "../../../kapso/http/json.ts";
import type { Message, RawStatus, RecordError } from "../../../kapso/message-types.ts";
import { present, time } from "../present.ts";

/** Says what to do about an error code that a record carries. */
export type Advise = (code: number) => string | undefined;

export const errorRecord = z.object({
  code: z.number().optional(),
  title: z.string().optional(),
  details: z.string().optional(),
  next_step: z.string().optional(),
});

export const statusRecord = z.object({ status: z.string().optional(), time: z.string().optional() });

/** Why a message failed or cannot be shown: in the record itself, or in one of the statuses that Kapso keeps. */
export function errorsOf(message: Message, advise?: Advise): z.input<typeof errorRecord>[] | undefined {
  const own = errorList(message.errors);
  const errors = own.length > 0 ? own : statusesOf(message).flatMap(({ errors }) => errorList(errors));
  return errors.length === 0 ? undefined : errors.map((error) => toError(error, advise));
}

function toError({ code, title, message, error_data }: RecordError, advise?: Advise) {
  return present({
    code,
    title: title ?? message,
    details: error_data?.details ?? (message === title ? undefined : message),
    next_step: typeof code === "number" ? advise?.(code) : undefined,
  });
}

/** What became of a message of ours, step by step, oldest first. */
export function historyOf(message: Message): z.input<typeof statusRecord>[] | undefined {
  const steps = statusesOf(message).map(({ status, timestamp }) => present({ status, time: time(timestamp) }));
  return steps.length === 0 ? undefined : steps;
}

/** What WhatsApp charges for it, from the last status that says so. */
export function pricingOf(message: Message): Record<string, unknown> | undefined {
  const pricing = statusesOf(message).findLast(({ pricing }) => isRecord(pricing))?.pricing;
  return pricing ? present({ category: pricing.category, billable: pricing.billable }) : undefined;
}

function statusesOf({ kapso }: Message): RawStatus[] {
  return Array.isArray(kapso?.statuses) ? kapso.statuses.filter(isRecord) : [];
}

function errorList(errors: unknown): RecordError[] {
  return Array.isArray(errors) ? errors.filter(isRecord) : [];
}
