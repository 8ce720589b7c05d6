import { conversation, inbox } from "./conversations.ts";
import { errorResource } from "./errors.ts";
import { exported } from "./exports.ts";
import { media } from "./media.ts";
import type { Resource, ScopeNeeded } from "./resource.ts";
import { template } from "./templates.ts";

/** Every resource, in the order in which they are listed. */
export const RESOURCES: readonly Resource[] = [inbox, conversation, template, errorResource, media, exported];

/** What the operator configured, and so can be left out of a URI. */
export type Configured = Readonly<Record<ScopeNeeded, boolean>>;

/** The resources that show nothing but what the selected tools show. */
export function selectResources(selected: ReadonlySet<string>, configured: Configured): readonly Resource[] {
  return RESOURCES.filter((resource) => isOffered(resource, selected, configured));
}

/** Whether all the tools are there, and the id that a URI or a prompt does not name. */
export function isOffered(
  { tools, scope }: { tools: readonly string[]; scope?: ScopeNeeded },
  selected: ReadonlySet<string>,
  configured: Configured,
): boolean {
  return tools.every((tool) => selected.has(tool)) && (scope === undefined || configured[scope]);
}

/** The resource under a URI, and what its parameter stands for. */
export function findResource(
  resources: readonly Resource[],
  uri: string,
): { resource: Resource; id: string } | undefined {
  const [, place, rest] = /^kapso:\/\/([a-z]+)(?:\/([^/?#]+))?$/.exec(uri) ?? [];
  const id = rest === undefined ? "" : decoded(rest);
  if (place === undefined || id === undefined) return undefined;
  const resource = resources.find((each) => each.place === place && (each.parameter === undefined) === (id === ""));
  return resource && { resource, id };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
