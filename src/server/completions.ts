import {
  type CompleteRequestParams,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Prompt } from "../prompts/prompt.ts";
import { type Candidate, type Candidates, type Resource, uriPattern } from "../resources/resource.ts";
import { findPrompt } from "./offer-prompts.ts";
import { type Library, read } from "./reading.ts";

/** The protocol's own bound. */
const MOST_VALUES = 100;
/** A person types letter by letter: long enough for a name. */
const KEPT_MS = 10_000;

/** Completion of what resources and prompts take. What was read for it is kept for some seconds. */
export class Completions {
  readonly #resources: readonly Resource[];
  readonly #prompts: readonly Prompt[];
  readonly #now: () => number;
  readonly #kept = new Map<Candidates, { at: number; candidates: readonly Candidate[] }>();

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
    const kept = this.#kept.get(source);
    if (kept !== undefined && this.#now() - kept.at < KEPT_MS) return kept.candidates;
    const candidates = await read({ of: `completions of ${argument.name}` }, request, library, source);
    this.#kept.set(source, { at: this.#now(), candidates });
    return candidates;
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
