import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  acceptedContent,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Effect } from "../../tools/definition/tool.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { type Deed, questionOf } from "./question.ts";

/** Who has agreed to a write. */
export type ConfirmedBy = "person" | "nobody_could_be_asked" | "not_needed";

/** Joins the output of every tool that changes something: some hosts show nothing beside the data. */
export const confirmationOutput = { confirmation: z.string().optional() };

export const NOBODY_ASKED =
  "Nobody was asked to confirm this: the client cannot ask a person (KAPSO_CONFIRM_FALLBACK).";

/** A write that nobody has agreed to. */
export class NotConfirmed extends ToolError {
  override readonly name = "NotConfirmed";
  readonly rule = "KAPSO_CONFIRM";
}

interface Options {
  /** The effects that a person is asked about. */
  effects: readonly Effect[];
  /**
   * What becomes of them where nobody can be asked. Left out: on stdio the host's own approval counts; over HTTP nobody
   * knows what the client is.
   */
  fallback?: "allow" | "refuse" | undefined;
  /** Seals the state of a question; every process that may get the answer needs it. Random when left out. */
  secret?: string | undefined;
  /** In milliseconds. */
  now?: () => number;
}

/** What a question was about; it comes back with the answer, sealed. Signed and not encrypted: only a hash is in it. */
const asked = z.object({ about: z.string(), once: z.string() });

const KEY = "confirm";
const VALID_SECONDS = 600;
const MOST_SPENT = 10_000;

const answer = z.object({ confirm: z.boolean().meta({ title: "Yes, do it", description: "As shown above." }) });

/** Asks a person before something is done. The answer counts for that caller, tool, target and content, once. */
export class Confirmation {
  readonly #options: Options;
  readonly #now: () => number;
  readonly #codec;
  /** Questions that have been answered, until they would have expired. */
  readonly #spent = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#codec = createRequestStateCodec<z.output<typeof asked>>({
      key: options.secret ?? randomBytes(32),
      ttlSeconds: VALID_SECONDS,
      bind: ({ mcpReq, http }) => `${mcpReq.method}\0${http?.authInfo?.clientId ?? ""}`,
    });
  }

  /** For the server's options: state that was changed on its way never reaches a tool. */
  get verify() {
    return this.#codec.verify;
  }

  /** Who has agreed, or the question to put. @throws NotConfirmed when a person has said no, or none can be asked */
  async consent(deed: Deed, request: ServerContext, canAsk: boolean): Promise<ConfirmedBy | InputRequiredResult> {
    if (!this.#options.effects.includes(deed.tool.effect)) return "not_needed";
    if (!canAsk) return this.#unasked(deed, request);
    const { inputResponses, requestState } = request.mcpReq;
    const state = asked.safeParse(requestState());
    const isAnswer = state.success && state.data.about === aboutOf(deed) && this.#spend(state.data.once);
    if (!isAnswer) return this.#question(deed, request);
    const view = inputResponse(inputResponses, KEY);
    if (view.kind === "missing") return this.#question(deed, request);
    if (acceptedContent(inputResponses, KEY, answer)?.confirm === true) return "person";
    throw new NotConfirmed(
      `${nothing(deed)} A person was asked and did not agree. Do not ask again unless they want it.`,
    );
  }

  #unasked(deed: Deed, { http }: ServerContext): ConfirmedBy {
    const fallback = this.#options.fallback ?? (http?.authInfo === undefined ? "allow" : "refuse");
    if (fallback === "allow") return "nobody_could_be_asked";
    throw new NotConfirmed(
      `${nothing(deed)} The operator wants a person to confirm this (KAPSO_CONFIRM), and this client cannot ask one. ` +
        "Use a client that supports elicitation, or ask the operator, who can set KAPSO_CONFIRM_FALLBACK=allow.",
    );
  }

  async #question(deed: Deed, request: ServerContext): Promise<InputRequiredResult> {
    const requestState = await this.#codec.mint({ about: aboutOf(deed), once: randomUUID() }, request);
    const elicit = inputRequired.elicit({ message: questionOf(deed), requestedSchema: answer });
    return inputRequired({ inputRequests: { [KEY]: elicit }, requestState });
  }

  /** Whether this is the first answer to a question. */
  #spend(once: string): boolean {
    const now = this.#now();
    for (const [other, until] of this.#spent) {
      if (until > now && this.#spent.size < MOST_SPENT) break;
      this.#spent.delete(other);
    }
    if (this.#spent.has(once)) return false;
    this.#spent.set(once, now + VALID_SECONDS * 1_000);
    return true;
  }
}

/** What was to be done, so that an answer to one question is none to another. */
function aboutOf({ tool, scopeId, args }: Deed): string {
  return createHash("sha256")
    .update(JSON.stringify([tool.name, scopeId, args]))
    .digest("base64url");
}

const nothing = ({ tool }: Deed) => `Nothing was ${tool.effect === "send" ? "sent" : "done"}.`;
