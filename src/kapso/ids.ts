import { invalidRequest } from "./http/errors.ts";

interface IdRule {
  pattern: RegExp;
  must: string;
}

const number = { pattern: /^\d{5,20}$/, must: "must be 5 to 20 digits" };

/** The ids that may stand in a path, as `contract/README.md` section 13 gives them. */
const rules = {
  phone_number_id: number,
  business_account_id: number,
  media_id: number,
  template_id: number,
  flow_id: number,
  dataset_id: number,
  message_id: {
    pattern: /^wamid\.[\w.+=-]{1,250}$/,
    must: 'must be a message id: "wamid." and letters, digits or . _ + = -',
  },
  conversation_id: {
    pattern: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
    must: "must be a UUID",
  },
  wa_id: {
    pattern: /^(?:\+?\d{5,15}|(?=.*[A-Za-z])[\w.-]{1,256})$/,
    must: "must be 5 to 15 digits, or a business-scoped user id",
  },
} satisfies Record<string, IdRule>;

export type IdField = keyof typeof rules;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const breaksPath = /[/\\?#\s\u0000-\u001f\u007f-\u009f]/;

/**
 * An id made fit for a path: checked, then percent-encoded. What could change the path is refused, encoded or not.
 * @throws KapsoError `invalid_request` that names the field
 */
export function pathSegment(field: IdField, id: string): string {
  if (id === "" || id === "." || id === ".." || breaksPath.test(id)) {
    throw invalidRequest(field, "must be an id, without spaces, / \\ ? or #", "invalid_id");
  }
  const { pattern, must } = rules[field];
  if (!pattern.test(id)) throw invalidRequest(field, must, "invalid_id");
  return encodeURIComponent(id);
}

/** A path of the API: the template for logs and metrics, and the path with its ids. */
export interface Path {
  route: string;
  path: string;
}

/**
 * Puts ids into a route such as `/{phone_number_id}/messages`.
 * @throws KapsoError `invalid_request` for an id that does not have the form of its kind
 */
export function path(route: string, ids: Partial<Record<IdField, string>>): Path {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!isIdField(name)) throw new Error(`No rule for {${name}} in ${route}`);
    return pathSegment(name, ids[name] ?? "");
  });
  return { route, path: filled };
}

function isIdField(name: string): name is IdField {
  return Object.hasOwn(rules, name);
}
