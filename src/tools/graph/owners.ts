import { fieldNames, type Params, ROUTES, type Route } from "./routes.ts";

export interface GraphCall {
  method: Route["method"];
  segments: readonly string[];
  query: Params;
  body: Params;
}

/** The tools that a request belongs to; none where it is free for the escape hatch. */
export function ownersOf(call: GraphCall): readonly string[] {
  const route = ROUTES.find((each) => matches(each, call));
  if (route !== undefined && !route.free?.(call)) return route.tools;
  return ROUTES.find((each) => reads(each, call))?.tools ?? [];
}

function matches({ method, path }: Route, call: GraphCall): boolean {
  const parts = path.slice(1).split("/");
  return (
    method === call.method &&
    parts.length === call.segments.length &&
    parts.every((part, i) => fits(part, call.segments[i] ?? ""))
  );
}

/** Case does not count, nor does what follows the name, such as `.json`: servers may take all for the same path. */
function fits(part: string, segment: string): boolean {
  if (part === "{id}") return true;
  const [bare = ""] = /^\w*/.exec(segment.toLowerCase()) ?? [];
  return part === "{number}" ? /^\d+$/.test(bare) : part === bare;
}

/** `fields=settings` on an object reads what `/{id}/settings` does. */
function reads({ method, path }: Route, { query, method: asked }: GraphCall): boolean {
  const edge = /^\/\{id\}\/(\w+)$/.exec(path)?.[1];
  return asked === "GET" && method === "GET" && edge !== undefined && fieldNames(query).includes(edge);
}
