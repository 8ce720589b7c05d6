import type { ToolContext } from "../tools/definition/tool.ts";
import { ToolError } from "../tools/definition/tool-error.ts";

/** What resources and prompts are made from: what the call of a tool has, and the tools that were selected. */
export interface Reading extends ToolContext {
  /** Whether the operator selected this tool. */
  offers(tool: string): boolean;
  /** What a selected tool that reads returns to these arguments, clean. @throws UnknownTarget for wrong arguments */
  ask(tool: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export type Content = { mimeType: string; text: string } | { mimeType: string; blob: string };

/** A row of the list of resources. */
export interface Entry {
  /** What the resource's parameter stands for. */
  id: string;
  title?: string;
  description?: string;
  lastModified?: string;
}

/** A value to complete with, and the words by whose beginnings a person finds it. */
export interface Candidate {
  value: string;
  words: readonly string[];
}

export type Candidates = (reading: Reading) => Promise<Candidate[]>;

/**
 * What the operator may have settled: an id that no URI names, so that without it a resource cannot be read, or that
 * exports are kept here.
 */
export type ScopeNeeded = "phone_number" | "business_account" | "exports";

/** What can be read under `kapso://{place}`, or with a parameter under `kapso://{place}/{parameter}`. */
export interface Resource {
  name: string;
  title: string;
  description: string;
  mimeType?: string;
  place: string;
  parameter?: string;
  /** The tools that show the same: it is offered where all of them are. */
  tools: readonly string[];
  scope?: ScopeNeeded;
  /** A whole file: read in turn, and not faster than a pace. */
  large?: true;
  read(id: string, reading: Reading): Promise<Content>;
  /** Absent where the list would be long. */
  entries?(reading: Reading): Promise<Entry[]>;
  /** Values of the parameter to complete with. */
  candidates?: Candidates;
}

/** What was asked for cannot exist or does not. */
export class UnknownTarget extends ToolError {}

/** `kapso://media/{media_id}`: as templates and errors name it. */
export function uriPattern({ place, parameter }: Pick<Resource, "place" | "parameter">): string {
  return parameter === undefined ? `kapso://${place}` : `kapso://${place}/{${parameter}}`;
}

export function uriOf(place: string, id: string): string {
  return `kapso://${place}/${encodeURIComponent(id)}`;
}

export function json(value: unknown): { mimeType: string; text: string } {
  return { mimeType: "application/json", text: JSON.stringify(value) };
}

export function byItself(value: string): Candidate {
  return { value, words: [value] };
}
