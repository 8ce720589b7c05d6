import type { Kapso } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/errors.ts";
import { personKey } from "../../kapso/people.ts";
import type { Message } from "../../kapso/types.ts";
import type { Log } from "../../log.ts";
import { type Delivered, isGroup, isTemplate, type Outgoing } from "../../tools/outgoing.ts";
import type { SendRequest } from "../../tools/tool.ts";
import { ToolError } from "../../tools/tool-error.ts";
import type { Reservation } from "../policy/daily-sends.ts";
import { Flights } from "./flights.ts";
import { findInHistory } from "./history.ts";
import { type SendKey, sendKey } from "./key.ts";
import type { Entry, Ledger } from "./ledger.ts";
import type { Known } from "./names.ts";
import { Peer } from "./peer.ts";
import { notSent, repeated } from "./results.ts";
import { NewerMessages, refuseUnlessSeen } from "./seen.ts";
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

/** What came of a send; `earlier` when it went out before this call. */
interface Outcome {
  delivered: Delivered;
  earlier: boolean;
}

/** A send, and the keys that it would have had under former names of its recipient. */
interface Keys {
  key: SendKey;
  others: readonly SendKey[];
}

/** A send that has begun, for the log. */
type Underway = Pick<SendCall, "tool"> & { phone_number_id: string | undefined };

/** What every send goes through: it cannot double, it is not blind, and its outcome is kept. `design.md` section 7. */
export class SendGuard {
  readonly #guards: Guards;
  readonly #flights = new Flights<Outcome>();
  readonly #underway = new Set<Underway>();

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
    const { current, former } = await remembering(() => this.#person(outgoing), call.log);
    const key = sendKey(outgoing, current);
    const others = former.map((person) => sendKey(outgoing, person));
    const name = `${key.slot} ${key.content}`;
    try {
      if (request.allowDuplicate) {
        const send = (own: AbortSignal) => this.#again(call, key, own);
        return (await this.#flights.alone(name, send, signal)).delivered.data;
      }
      const { value, joined } = await this.#flights.share(
        name,
        (own) => this.#once(call, { key, others }, own),
        signal,
      );
      return joined || value.earlier ? repeated(value.delivered, joined) : value.delivered.data;
    } catch (error) {
      if (error instanceof NewerMessages) return notSent(error);
      throw error;
    }
  }

  async #person(outgoing: Outgoing): Promise<Known> {
    const { to } = outgoing;
    // The id of a group may look like a number.
    if (to === undefined || isGroup(outgoing)) return { current: `group ${to ?? ""}`, former: [] };
    return this.#guards.ledger.known(personKey(to));
  }

  /** The same send as before is not sent: its outcome is given, or looked up where nobody knew it. */
  async #once(call: SendCall, { key, others }: Keys, signal: AbortSignal): Promise<Outcome> {
    const before = await remembering(() => this.#claim({ key, others }), call.log);
    if (before === undefined) return this.#send(call, key, { signal, claimed: true });
    if (before.state === "sent") return { delivered: before.delivered, earlier: true };
    const found = await this.#lookUp(call, key, before.since);
    if (found === undefined) throw outcomeUnknown();
    return { delivered: found, earlier: true };
  }

  /** Former names of the recipient count. The current one comes first: it has what was settled last. */
  async #claim({ key, others }: Keys): Promise<Entry | undefined> {
    const { ledger } = this.#guards;
    for (const each of others.length > 0 ? [key, ...others] : []) {
      const entry = await ledger.find(each);
      if (entry !== undefined) return entry;
    }
    return ledger.claim(key);
  }

  /** Sent even though it went out before: only where nothing stands of it is the intent this send's own. */
  async #again(call: SendCall, key: SendKey, signal: AbortSignal): Promise<Outcome> {
    const before = await remembering(() => this.#guards.ledger.claim(key), call.log);
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
    };
    try {
      const delivered = await outgoing.leave({ signal: own.signal, beforeRequest });
      await this.#keep(call, key, delivered);
      return { delivered, earlier: false };
    } catch (error) {
      if (begunAt !== undefined && !isRefusal(error)) {
        return { delivered: await this.#afterSilence(call, key, begunAt, error), earlier: false };
      }
      reservation?.giveBack();
      if (own.claimed) await recording(() => this.#guards.ledger.release(key), call.log);
      throw await this.#explained(begunAt === undefined ? unsent(error) : error, call, own.signal);
    } finally {
      this.#underway.delete(facts);
    }
  }

  /** What a message may fail by is looked at when its turn has come: nothing newer can be on its way from here. */
  async #check({ outgoing, request, kapso, tool }: SendCall, signal: AbortSignal): Promise<void> {
    if (outgoing.kind === "request") return;
    const { windows, templates } = this.#guards;
    const peer = new Peer(kapso, outgoing, signal);
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

  /** Keeps what was sent, under every name by which its recipient may be addressed again. */
  async #keep({ outgoing, log }: SendCall, key: SendKey, delivered: Delivered): Promise<void> {
    await recording(() => this.#guards.ledger.settle(key, { state: "sent", delivered }), log);
    await recording(() => this.#keepNames(outgoing, key, delivered), log);
  }

  async #keepNames(outgoing: Outgoing, key: SendKey, delivered: Delivered): Promise<void> {
    const { ledger } = this.#guards;
    if (outgoing.to === undefined || isGroup(outgoing)) return;
    const [name, ...others] = [...delivered.aliases, outgoing.to].map(personKey);
    if (name === undefined) return;
    for (const other of others) await ledger.rename(other, name);
    const renamed = sendKey(outgoing, name);
    if (renamed.slot !== key.slot) await ledger.settle(renamed, { state: "sent", delivered });
    // What stood under a former name is settled with it.
    for (const former of (await ledger.known(name)).former.map((person) => sendKey(outgoing, person))) {
      if (former.slot !== key.slot) await ledger.release(former);
    }
  }

  /** No answer, or none that says what happened: the stored history may know. */
  async #afterSilence(call: SendCall, key: SendKey, since: number, error: unknown): Promise<Delivered> {
    await recording(() => this.#guards.ledger.settle(key, { state: "unknown", since }), call.log);
    const found = await this.#lookUp(call, key, since);
    if (found !== undefined) return found;
    call.log.warn({ phone_number_id: call.outgoing.phoneNumberId }, "the outcome of a send is not known");
    throw error instanceof KapsoError ? error : outcomeUnknown(error);
  }

  async #lookUp(call: SendCall, key: SendKey, since: number): Promise<Delivered | undefined> {
    const { outgoing, kapso, log } = call;
    if (outgoing.kind === "request") return undefined;
    const { ledger, now, sleep } = this.#guards;
    const address = personKey(outgoing.to);
    const known = await recording(() => ledger.known(address), log);
    const names = new Set([address, ...(known === undefined ? [] : [known.current, ...known.former])]);
    const begunAt = () => kapso.now() - (now() - since);
    const take = async (message: Message) => {
      const delivered = outgoing.found(message);
      return (await recording(() => ledger.take(key, delivered), log)) ? delivered : undefined;
    };
    const found = await findInHistory({ outgoing, names, begunAt, take }, { kapso, sleep });
    if (found !== undefined) await this.#keep(call, key, found);
    return found;
  }

  async #explained(error: unknown, { outgoing, kapso }: SendCall, signal: AbortSignal): Promise<unknown> {
    if (!(error instanceof KapsoError) || outgoing.kind === "request" || signal.aborted) return error;
    const { windows, templates } = this.#guards;
    if (error.code === 131047) windows.noteClosed(outgoing.phoneNumberId, personKey(outgoing.to));
    return templates.explain(error, outgoing, { kapso, signal });
  }
}

/** What failed before the send left was a read: whatever became of it, nothing was sent. */
function unsent(error: unknown): unknown {
  return error instanceof KapsoError ? error.with({ requestSent: false }) : error;
}

/** Without the memory of sends nothing leaves, since it could be there already. */
async function remembering<T>(work: () => Promise<T>, log: Log): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    log.error({ error: cause instanceof Error ? cause.name : "" }, "the ledger did not take a send");
    const text =
      "Nothing was sent by this call: the memory of sends, which keeps a message from being sent twice, is full or " +
      "out of reach. Whether the same went out before cannot be told. Try again later, or tell the operator.";
    throw new ToolError(text, { cause });
  }
}

/** What has happened has happened, whatever the memory does: its intent stands there, and a repeat looks it up. */
async function recording<T>(work: () => Promise<T>, log: Log): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error({ error: error instanceof Error ? error.name : "" }, "the ledger did not take an outcome");
    return undefined;
  }
}

/** An answer that says for certain that nothing was sent. */
function isRefusal(error: unknown): boolean {
  return error instanceof KapsoError && error.kind !== "unknown_outcome";
}

function outcomeUnknown(cause?: unknown): KapsoError {
  return new KapsoError({
    kind: "unknown_outcome",
    title: "The answer to the send was lost",
    retryable: "A",
    requestSent: true,
    cause,
  });
}
