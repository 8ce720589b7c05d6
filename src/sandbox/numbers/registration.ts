import { z } from "zod";
import { ApiError } from "../http/errors.ts";
import { codeFailure, type KnownCode } from "../http/failures.ts";
import { DAY, HOUR, SECOND } from "../world/clock.ts";
import { readParams, refuseParam } from "./params.ts";
import { type NumberState, VERIFICATION_CODE } from "./state.ts";

/** Verification, registration and the two-step PIN: phone-number.md section 4. */

const refuse = (code: KnownCode) => new ApiError(codeFailure(code));

const sixDigits = z.string().regex(/^\d{6}$/, "must be exactly 6 digits");
const codeRequest = z.object({
  code_method: z.enum(["SMS", "VOICE"], "must be SMS or VOICE"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, "must be a language such as pt_BR"),
});
const verification = z.object({
  code: z
    .string()
    .transform((code) => code.replace(/[\s-]/g, ""))
    .pipe(sixDigits),
});
const registration = z.object({
  messaging_product: z.literal("whatsapp", "must be whatsapp"),
  pin: sixDigits,
  data_localization_region: z.string().length(2, "must be two letters").optional(),
});

export function requestCode(state: NumberState, body: unknown): void {
  readParams(codeRequest, body);
  if (state.isVerified) throw refuseParam("The number is verified already");
  state.isCodeRequested = true;
}

export function verifyCode(state: NumberState, body: unknown): void {
  const { code } = readParams(verification, body);
  if (!state.isCodeRequested || code !== VERIFICATION_CODE)
    throw refuseParam("Param code is not the code that was sent");
  state.isCodeRequested = false;
  state.isVerified = true;
}

/** Ten calls within 72 hours, register and deregister together. */
const MOST_CALLS = 10;
const CALLS_WITHIN = 72 * HOUR;

function countCall(state: NumberState, now: number): void {
  state.registrations = state.registrations.filter((at) => now - at < CALLS_WITHIN);
  if (state.registrations.length >= MOST_CALLS) throw refuse(133016);
  state.registrations.push(now);
}

export function register(state: NumberState, body: unknown, now: number): void {
  const { pin } = readParams(registration, body);
  countCall(state, now);
  if (!state.isVerified) throw refuse(133006);
  checkPin(state, pin, now);
  state.isRegistered = true;
}

/** Five seconds between guesses; after five wrong ones within a day none more. The contract leaves the figures open. */
const GUESS_PAUSE = 5 * SECOND;
const MOST_GUESSES = 5;

function checkPin(state: NumberState, pin: string, now: number): void {
  state.wrongPins = state.wrongPins.filter((at) => now - at < DAY);
  if (state.wrongPins.length >= MOST_GUESSES) throw refuse(133008);
  if (now - (state.wrongPins.at(-1) ?? Number.NEGATIVE_INFINITY) < GUESS_PAUSE) throw refuse(133009);
  if (pin !== state.pin) {
    state.wrongPins.push(now);
    throw refuse(133005);
  }
  state.wrongPins = [];
}

/** A number that was given up has to be verified again before it is registered. */
export function deregister(state: NumberState, now: number): void {
  countCall(state, now);
  if (!state.isRegistered) throw refuse(133010);
  state.isRegistered = false;
  state.isVerified = false;
}

export function setPin(state: NumberState, body: unknown): void {
  state.pin = readParams(z.object({ pin: sixDigits }), body).pin;
}
