import type { Fault } from "../../tools/definition/faults.ts";
import { metaId } from "../../tools/definition/schemas.ts";
import { underOurNames } from "../../tools/definition/spelling/names.ts";
import type { ScopeName } from "../../tools/definition/tool.ts";
import { quoted } from "../../tools/definition/untrusted.ts";

/** What the operator configured; a call may name another. */
export interface ScopeDefaults {
  phoneNumberId?: string;
  businessAccountId?: string;
}

interface Parameter {
  name: string;
  description: string;
  required: boolean;
}

const PARAMETERS = {
  phone_number: {
    name: "phone_number_id",
    noun: "Business number's id",
    variable: "KAPSO_PHONE_NUMBER_ID",
    read: (defaults: ScopeDefaults) => defaults.phoneNumberId,
  },
  business_account: {
    name: "business_account_id",
    noun: "WhatsApp Business account's id",
    variable: "KAPSO_BUSINESS_ACCOUNT_ID",
    read: (defaults: ScopeDefaults) => defaults.businessAccountId,
  },
} as const;

/** The parameter that a scope adds to the input; `project` tools have none, their ids are the API's own. */
export function scopeParameter(scope: ScopeName, defaults: ScopeDefaults): Parameter | undefined {
  if (scope === "project") return undefined;
  const { name, noun, read } = PARAMETERS[scope];
  const required = read(defaults) === undefined;
  return {
    name,
    required,
    description: required ? `${noun}.` : `${noun}; omit for the configured one.`,
  };
}

/** The id that a call is about, and the arguments that are the tool's own. */
export function takeScope(
  scope: ScopeName,
  args: Record<string, unknown>,
  defaults: ScopeDefaults,
): { id: string; own: Record<string, unknown>; faults: Fault[] } {
  if (scope === "project") return { id: "", own: args, faults: [] };
  const { name, variable, read } = PARAMETERS[scope];
  const isId = (value: unknown) => metaId.safeParse(spelled(value)).success;
  const { [name]: given, ...own } = underOurNames(args, [name], (_, value) => isId(value));
  const id = spelled(given) ?? read(defaults);
  if (id === undefined) {
    return {
      id: "",
      own,
      faults: [
        {
          path: [name],
          message: `is needed: no default is configured (${variable})`,
        },
      ],
    };
  }
  const parsed = metaId.safeParse(id);
  if (parsed.success) return { id: parsed.data, own, faults: [] };
  return {
    id: "",
    own,
    faults: [
      {
        path: [name],
        message: `must be a string of 5 to 20 digits (given ${quoted(id)})`,
      },
    ],
  };
}

/** What stands for an id that was left out is none, and a number that kept its digits is one. */
function spelled(id: unknown): unknown {
  if (id === null || id === "") return undefined;
  return typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
}
