import {
  type CompleteRequestParams,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Prompt } from "../../prompts/prompt.ts";
import { type Candidate, type Candidates, type Resource, uriPattern } from "../../resources/resource.ts";
import { originOf } from "../call/origin.ts";
import { findPrompt } from "./prompts.ts";
import { type Library, read } from "./read.ts";

/** The protocol's own bound. */
const MOST_VALUES = 100;
/** A person types letter by letter: long enough for a name. */
const KEPT_MS = 10_000;

interface Kept {
  at: number;
  candidates: readonly Candidate[];
}

/** Completion of what resources and prompts take. What was read for it is kept for some seconds, for its caller alone. */
export class Completions {
  readonly #resources: readonly Resource[];
  readonly #prompts: readonly Prompt[];
  readonly #now: () => number;
  /** By caller; only what is still good stays. */
  readonly #kept = new Map<string, Map<Candidates, Kept>>();

  /** `now` only goes forward, in milliseconds. */
  constructor(resources: readonly Resource[], prompts: readonly Prompt[], now: () => number) {
    this.#resources = resources;
    this.#prompts = prompts;
    this.#now = now;
  }

  offer(server: Server, library: Library): void {
    server.registerCapabilities({ completions: {} });
    server.setRequestHandler("completion/complete", async ({ params }, request) => {
      const source = this.#source(params);
      if (source === undefined) return { completion: { values: [], total: 0, hasMore: false } };
      const found = fitting(await this.#candidates(source, params, request, library), params.argument.value);
      const values = found.slice(0, MOST_VALUES);
      return { completion: { values, total: found.length, hasMore: found.length > values.length } };
    });
  }

  #source({ ref, argument: { name } }: CompleteRequestParams): Candidates | undefined {
    if (ref.type === "ref/prompt") return findPrompt(this.#prompts, ref.name).candidates.get(name);
    const resource = this.#resources.find((each) => uriPattern(each) === ref.uri);
    if (resource === undefined) {
      const patterns = this.#resources.map(uriPattern).join(", ");
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no such resource. There are: ${patterns}.`);
    }
    return resource.parameter === name ? resource.candidates : undefined;
  }

  async #candidates(
    source: Candidates,
    { argument }: CompleteRequestParams,
    request: ServerContext,
    library: Library,
  ): Promise<readonly Candidate[]> {
    const caller = originOf(request).caller ?? "";
    const kept = this.#living().get(caller)?.get(source);
    if (kept !== undefined) return kept.candidates;
    const candidates = await read({ of: `completions of ${argument.name}` }, request, library, source);
    const own = this.#kept.get(caller) ?? new Map<Candidates, Kept>();
    this.#kept.set(caller, own.set(source, { at: this.#now(), candidates }));
    return candidates;
  }

  #living(): ReadonlyMap<string, ReadonlyMap<Candidates, Kept>> {
    for (const [caller, own] of this.#kept) {
      for (const [source, { at }] of own) if (this.#now() - at >= KEPT_MS) own.delete(source);
      if (own.size === 0) this.#kept.delete(caller);
    }
    return this.#kept;
  }
}

/** Values one of whose words begins with what was typed; numbers also as people write them. */
function fitting(candidates: readonly Candidate[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const forms = [wanted, wanted.replace(/[\s().-]/g, "")];
  const fits = ({ words }: Candidate) =>
    words.some((word) => forms.some((form) => word.toLowerCase().startsWith(form)));
  return candidates.filter(fits).map(({ value }) => value);
}
