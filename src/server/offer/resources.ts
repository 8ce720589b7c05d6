import { ResourceNotFoundError, type Server, type ServerContext } from "@modelcontextprotocol/server";
import { findResource } from "../../resources/index.ts";
import { type Content, type Entry, type Resource, uriOf, uriPattern } from "../../resources/resource.ts";
import { oneLine, quoted } from "../../tools/definition/untrusted.ts";
import { originOf } from "../call/origin.ts";
import { type Library, read } from "./read.ts";

/** The SDK's low level: its handlers, unlike callbacks for each resource, are few and get the request everywhere. */
export function offerResources(server: Server, resources: readonly Resource[], library: Library): void {
  server.registerCapabilities({ resources: { listChanged: false } });
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: resources.flatMap((resource) =>
      resource.parameter === undefined ? [] : [{ uriTemplate: uriPattern(resource), ...told(resource) }],
    ),
  }));
  server.setRequestHandler("resources/list", async (_, request) => {
    const parts = await Promise.all(resources.map((resource) => listed(resource, request, library)));
    return { resources: parts.flat() };
  });
  server.setRequestHandler("resources/read", async ({ params: { uri } }, request) => {
    const found = findResource(resources, uri);
    if (found === undefined) throw new ResourceNotFoundError(uri, nothingThere(uri, resources));
    const { resource, id } = found;
    const content = await read({ of: uriPattern(resource), uri }, request, library, (reading) => {
      const readIt = () => resource.read(id, reading);
      const { largeReads } = library.services;
      if (resource.large === undefined || largeReads === undefined) return readIt();
      return largeReads.run(originOf(request).caller ?? "", reading.signal, readIt, sizeOf);
    });
    return { contents: [{ uri, ...content }] };
  });
}

const sizeOf = (content: Content) => ("text" in content ? content.text : content.blob).length;

function told({ name, title, description, mimeType }: Resource) {
  return { name, title, description, ...(mimeType !== undefined && { mimeType }) };
}

async function listed(resource: Resource, request: ServerContext, library: Library) {
  const uri = uriPattern(resource);
  if (resource.parameter === undefined) return [{ uri, ...told(resource) }];
  const { entries } = resource;
  if (entries === undefined) return [];
  try {
    const rows = await read({ of: `the list of ${uri}` }, request, library, entries);
    return rows.map((row) => toListed(resource, row));
  } catch {
    return []; // What cannot be listed takes nothing else with it; the log has the reason.
  }
}

/** Names that customers chose stand here too: on one line, and clean. */
function toListed({ place, mimeType }: Resource, { id, title, description, lastModified }: Entry) {
  return {
    uri: uriOf(place, id),
    name: id,
    ...(title !== undefined && { title: oneLine(title) }),
    ...(description !== undefined && { description: oneLine(description) }),
    ...(mimeType !== undefined && { mimeType }),
    ...(lastModified !== undefined && { annotations: { lastModified } }),
  };
}

function nothingThere(uri: string, resources: readonly Resource[]): string {
  const given = uri.length > 200 ? "" : ` under ${quoted(uri)}`;
  return `There is no resource${given}. There are: ${resources.map(uriPattern).join(", ")}.`;
}
