import { z } from "zod";
import type { Candidates, Reading, ScopeNeeded } from "../resources/resource.ts";
import { UnknownTarget } from "../resources/resource.ts";
import { faultText, readArguments } from "../tools/definition/faults.ts";

/**
 * A part of a prompt. What customers wrote stands in resources alone: the text is ours, and holds nothing but ids,
 * times and what the person who asks for the prompt wrote.
 */
export type Part = { text: string } | { uri: string; content: { mimeType: string; text: string } };

interface Definition<I extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  /** The tools that it speaks of: it is offered where all of them are. */
  tools: readonly string[];
  scope?: ScopeNeeded;
  input: I;
  candidates?: { [K in keyof I["shape"]]?: Candidates };
  write(args: z.output<I>, reading: Reading): Promise<Part[]>;
}

/** A prompt as the server sees it. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tools: readonly string[];
  readonly scope?: ScopeNeeded;
  readonly arguments: readonly { name: string; description: string; required: boolean }[];
  readonly candidates: ReadonlyMap<string, Candidates>;
  /** @throws UnknownTarget for wrong arguments */
  write(args: Record<string, unknown>, reading: Reading): Promise<Part[]>;
}

export function definePrompt<I extends z.ZodObject>({ input, candidates, write, ...rest }: Definition<I>): Prompt {
  const completed = Object.entries<Candidates | undefined>(candidates ?? {});
  return {
    ...rest,
    arguments: Object.entries(input.shape).map(([name, field]) => ({ name, ...told(field) })),
    candidates: new Map(completed.flatMap(([name, each]) => (each === undefined ? [] : [[name, each] as const]))),
    async write(args, reading) {
      const read = readArguments(input, args, []);
      if ("data" in read) return write(read.data, reading);
      throw new UnknownTarget(read.faults.map(faultText).join("\n"));
    },
  };
}

function told(field: z.core.$ZodType): { description: string; required: boolean } {
  const description = z.globalRegistry.get(field)?.description ?? "";
  return { description, required: !z.safeParse(field, undefined).success };
}
