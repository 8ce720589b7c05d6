import type { Kapso, SendOptions } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import type { Message } from "../../kapso/message-types.ts";
import { personKey } from "../../kapso/people.ts";
import type { Log } from "../../log.ts";
import { type Delivered, isTemplate, type Outgoing } from "../../tools/definition/outgoing.ts";
import type { SendRequest } from "../../tools/definition/tool.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import { errorFacts } from "../call/error-facts.ts";
import type { Reservation } from "../policy/daily-sends.ts";
import { isRefusal, outcomeUnknown, unsent } from "./failures.ts";
import { Flights } from "./flights.ts";
import { findInHistory, fits } from "./history.ts";
import type { SendKey } from "./key.ts";
import { despiteLag } from "./lag.ts";
import type { Ledger } from "./ledger.ts";
import { type Keys, Memory } from "./memory.ts";
import { placeOf } from "./place.ts";
import { notSent, repeated } from "./results.ts";
import { NewerMessages, refuseUnlessSeen } from "./seen.ts";
import { StoredPerson } from "./stored-person.ts";
import type { TemplateAdviser } from "./templates.ts";
import type { WindowWatch } from "./windows.ts";

/** A send on its way through the guards, for one caller. */
export interface SendCall {
  tool: string;
  outgoing: Outgoing;
  request: SendRequest;
  kapso: Kapso;
  /** The caller's: when it aborts, the caller has gone. */
  signal: AbortSignal;
  log: Log;
  /** Takes the send out of the day's budget. @throws when that, or the hour, is against it: then it does not leave */
  reserve(): Reservation;
}

export interface Guards {
  ledger: Ledger;
  windows: WindowWatch;
  templates: TemplateAdviser;
  /** Only goes forward, in milliseconds: the ledger's clock. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/** The result of a send that went out now. */
async function placed({ data, messageId }: Delivered, { outgoing, kapso, signal }: SendCall) {
  return { ...data, ...(await placeOf(outgoing, messageId, { kapso, signal })) };
}

/** What came of a send; `earlier` when it went out before this call. */
interface Outcome {
  delivered: Delivered;
  earlier: boolean;
}

/** A send that has begun, for the log. */
type Underway = Pick<SendCall, "tool"> & { phone_number_id: string | undefined };

/** What every send goes through: it cannot double, it is not blind, and its outcome is kept. `design.md` section 7. */
export class SendGuard {
  readonly #guards: Guards;
  readonly #flights = new Flights<Outcome>();
  readonly #underway = new Set<Underway>();
  /** Sends whose answer has not come: any of them may own what stands in the history. */
  readonly #unanswered = new Set<Outgoing>();

  constructor(guards: Guards) {
    this.#guards = guards;
  }

  /** Sends that have left and have no outcome yet. */
  get underway(): readonly Underway[] {
    return [...this.#underway];
  }

  /** Sends, unless it went out already. The data of the tool's result. */
  async deliver(call: SendCall): Promise<Record<string, unknown>> {
    const { outgoing, request, signal } = call;
    if (outgoing.kind === "request" && request.lastSeenMessageId !== undefined) {
      throw new ToolError("Nothing was sent. last_seen_message_id: cannot be checked for this path; leave it out.");
    }
    const keys = await this.#memory(call).keys(outgoing);
    const name = `${keys.key.slot} ${keys.key.content}`;
    try {
      if (request.allowDuplicate) {
        const send = (own: AbortSignal) => this.#again(call, keys, own);
        return await placed((await this.#flights.alone(name, send, signal)).delivered, call);
      }
      const { value, joined } = await this.#flights.share(name, (own) => this.#once(call, keys, own), signal);
      return joined || value.earlier ? repeated(value.delivered, joined) : await placed(value.delivered, call);
    } catch (error) {
      if (error instanceof NewerMessages) return notSent(error);
      throw error;
    }
  }

  /** The same send as before is not sent: its outcome is given, or looked up where nobody knew it. */
  async #once(call: SendCall, keys: Keys, signal: AbortSignal): Promise<Outcome> {
    const { key } = keys;
    const before = await this.#memory(call).claim(keys);
    if (before === undefined) return this.#send(call, key, { signal, claimed: true });
    if (before.state === "sent") return { delivered: before.delivered, earlier: true };
    const found = await this.#lookUp(call, key, before.since);
    if (found === undefined) throw outcomeUnknown();
    return { delivered: found, earlier: true };
  }

  /** Sent even though it went out before: only where nothing stands of it is the intent this send's own. */
  async #again(call: SendCall, { key }: Keys, signal: AbortSignal): Promise<Outcome> {
    const before = await this.#memory(call).claim({ key, others: [] });
    return this.#send(call, key, { signal, claimed: before === undefined });
  }

  async #send(call: SendCall, key: SendKey, own: { signal: AbortSignal; claimed: boolean }): Promise<Outcome> {
    const { outgoing, tool } = call;
    const facts = { tool, phone_number_id: outgoing.phoneNumberId };
    let begunAt: number | undefined;
    let reservation: Reservation | undefined;
    // A request that is repeated was refused before, half a minute ago perhaps: all is looked at anew.
    const beforeRequest = async () => {
      begunAt = undefined;
      await this.#check(call, own.signal);
      reservation?.giveBack();
      reservation = call.reserve();
      begunAt = this.#guards.now();
      this.#underway.add(facts);
      this.#unanswered.add(outgoing);
    };
    try {
      return { delivered: await this.#insist(call, key, { signal: own.signal, beforeRequest }), earlier: false };
    } catch (error) {
      if (begunAt !== undefined && !isRefusal(error)) {
        return { delivered: await this.#afterSilence(call, key, begunAt, error), earlier: false };
      }
      reservation?.giveBack();
      if (own.claimed) await this.#memory(call).release(key);
      throw begunAt === undefined ? unsent(error) : await this.#explained(error, call, own.signal);
    } finally {
      this.#underway.delete(facts);
    }
  }

  /** A window that has just been opened may look closed to the API. */
  async #insist(call: SendCall, key: SendKey, options: SendOptions & { signal: AbortSignal }): Promise<Delivered> {
    const { outgoing, kapso } = call;
    const leave = () => this.#leave(call, key, options);
    if (outgoing.kind === "request" || isTemplate(outgoing)) return leave();
    const { signal } = options;
    const { sleep } = this.#guards;
    return despiteLag(leave, { peer: new StoredPerson(kapso, outgoing, signal), now: kapso.now, sleep, signal });
  }

  async #leave(call: SendCall, key: SendKey, options: SendOptions): Promise<Delivered> {
    const { outgoing } = call;
    try {
      const delivered = await outgoing.leave(options);
      await this.#memory(call).keep(outgoing, key, delivered);
      return delivered;
    } finally {
      this.#unanswered.delete(outgoing);
    }
  }

  /** What a message may fail by is looked at when its turn has come: nothing newer can be on its way from here. */
  async #check({ outgoing, request, kapso, tool }: SendCall, signal: AbortSignal): Promise<void> {
    if (outgoing.kind === "request") return;
    const { windows, templates } = this.#guards;
    const peer = new StoredPerson(kapso, outgoing, signal);
    const { lastSeenMessageId } = request;
    if (lastSeenMessageId !== undefined) await refuseUnlessSeen(lastSeenMessageId, peer);
    if (isTemplate(outgoing)) {
      // One extra read at most: where the conversation was read, the template is only checked if it is at hand.
      await templates.lint(tool, outgoing, { kapso, signal, cachedOnly: lastSeenMessageId !== undefined });
      return;
    }
    const closed = await windows.closedFor(outgoing.phoneNumberId, peer, kapso.now());
    if (closed !== undefined) throw await templates.windowClosed(outgoing, closed, { kapso, signal });
  }

  /** No answer, or none that says what happened: the stored history may know. */
  async #afterSilence(call: SendCall, key: SendKey, since: number, error: unknown): Promise<Delivered> {
    await this.#memory(call).noteUnknown(key, since);
    const found = await this.#lookUp(call, key, since);
    if (found !== undefined) return found;
    call.log.warn({ phone_number_id: call.outgoing.phoneNumberId }, "the outcome of a send is not known");
    throw error instanceof KapsoError ? error : outcomeUnknown(error);
  }

  async #lookUp(call: SendCall, key: SendKey, since: number): Promise<Delivered | undefined> {
    const { outgoing, kapso } = call;
    if (outgoing.kind === "request") return undefined;
    const { now, sleep } = this.#guards;
    const memory = this.#memory(call);
    const names = await memory.namesOf(outgoing.to);
    const begunAt = () => kapso.now() - (now() - since);
    const take = async (message: Message) => {
      if (this.#mayBeAnothers(message, outgoing.phoneNumberId)) return undefined;
      const delivered = outgoing.found(message);
      return (await memory.take(key, delivered)) ? delivered : undefined;
    };
    const found = await findInHistory({ outgoing, names, begunAt, take }, { kapso, sleep });
    if (found !== undefined) await memory.keep(outgoing, key, found);
    return found;
  }

  #mayBeAnothers(message: Message, phoneNumberId: string): boolean {
    return [...this.#unanswered].some(
      (other) =>
        other.kind === "message" &&
        other.phoneNumberId === phoneNumberId &&
        fits(other, new Set([personKey(other.to)]), message),
    );
  }

  /** A refusal stays what it is, also where nothing can be added to it. */
  async #explained(error: unknown, { outgoing, kapso, log }: SendCall, signal: AbortSignal): Promise<unknown> {
    const [refusal, steps] = error instanceof WithSteps ? [error.cause, error.steps] : [error, []];
    if (!(refusal instanceof KapsoError) || outgoing.kind === "request" || signal.aborted) return error;
    const { windows, templates } = this.#guards;
    if (refusal.reason === "window_closed") windows.noteClosed(outgoing.phoneNumberId, personKey(outgoing.to));
    try {
      return await templates.explain(refusal, outgoing, { kapso, signal, steps });
    } catch (cause) {
      log.warn(errorFacts(cause), "a refusal could not be explained further");
      return error;
    }
  }

  #memory({ log }: SendCall): Memory {
    return new Memory(this.#guards.ledger, log);
  }
}
