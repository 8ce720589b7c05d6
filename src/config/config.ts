import { readFileSync } from "node:fs";
import type { z } from "zod";
import { needsGraphWrite, selectTools } from "../tools/index.ts";
import { type About, NOT_YET, type OptionKey, optionSchema, optionTable } from "./options.ts";

/** The settings of one process: checked, complete, frozen. */
export type Config = Readonly<z.output<typeof optionSchema>>;

/** Everything that is wrong with the settings, at once. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "ConfigError";
  }
}

type Texts = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from flags (by option key) and the environment; a flag wins, an empty variable counts as unset.
 * @throws ConfigError with all faults, each naming the setting, what it must be, what it is, and an example.
 */
export function readConfig(env: Texts, flags: Partial<Record<OptionKey, string>> = {}): Config {
  const faults = NOT_YET.filter((name) => env[name]).map(
    (name) => `${name} is not supported by this version; it is refused rather than ignored. Remove it.`,
  );
  const texts: Partial<Record<OptionKey, string>> = {};
  for (const { key, about } of optionTable()) {
    try {
      texts[key] = flags[key] ?? (env[about.env] || secretFile(about, env));
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  const parsed = optionSchema.safeParse(texts);
  for (const key of new Set(parsed.error?.issues.map((issue) => issue.path[0]))) {
    const option = optionTable().find((each) => each.key === key);
    if (option !== undefined) faults.push(faultOf(option.about, texts[option.key], option.key in flags));
  }
  if (parsed.success) faults.push(...selectionFaults(parsed.data), ...auditFaults(parsed.data));
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return Object.freeze(parsed.data);
}

/** Tools that are asked for by name and would not be there, and a selection of none at all. */
function selectionFaults(config: Config): string[] {
  const offered = selectTools(config).map((tool) => tool.name);
  const waiting = config.tools.filter((name) => !offered.includes(name) && !config.graphWrite && needsGraphWrite(name));
  if (waiting.length > 0) return [`KAPSO_TOOLS names ${waiting.join(", ")}, which KAPSO_GRAPH_WRITE=1 alone allows.`];
  if (offered.length > 0) return [];
  return ["KAPSO_TOOLSETS, KAPSO_TOOLS, KAPSO_EXCLUDE_TOOLS and KAPSO_READ_ONLY together leave no tool at all."];
}

/** A plain hash of a number is found by trying all numbers, so the log does without recipients' names only with a key. */
function auditFaults({ auditLog, auditKey }: Config): string[] {
  if (auditLog === undefined || auditKey !== undefined) return [];
  return [
    "KAPSO_AUDIT_LOG needs KAPSO_AUDIT_KEY: 16 or more printable characters without spaces, with which recipients are " +
      "hashed. Example: KAPSO_AUDIT_KEY=$(openssl rand -hex 32)",
  ];
}

/** With neither credentials nor the sandbox there is nobody to speak to. */
export function requireCredentials({ sandbox, apiKey, accessToken }: Config): void {
  if (sandbox || apiKey !== undefined || accessToken !== undefined) return;
  throw new ConfigError([
    "No credentials. Set KAPSO_API_KEY (Kapso: project settings, API keys) or KAPSO_ACCESS_TOKEN, " +
      "or start with --sandbox (KAPSO_SANDBOX=1) to try everything without an account.",
  ]);
}

/** Variables that look like ours and are none: a misspelt one would be ignored in silence. */
export function unknownVariables(env: Texts): string[] {
  const known = new Set([...NOT_YET, ...optionTable().flatMap(({ about: { env: name } }) => [name, `${name}_FILE`])]);
  const beginnings = new Set([...known].filter((name) => name.startsWith("MCP_")).map(beginning));
  const likeOurs = (name: string) => name.startsWith("KAPSO_") || beginnings.has(beginning(name));
  return Object.keys(env)
    .filter((name) => likeOurs(name) && !known.has(name))
    .sort();
}

/** `MCP_` is everybody's: only what begins like one of ours is taken for a slip. */
const beginning = (name: string) => name.slice(0, "MCP_AUTH".length);

function faultOf({ env, flag, secret, must, example }: About, text: string | undefined, byFlag: boolean): string {
  const name = (byFlag && flag?.split(" ", 1)[0]) || env;
  const is = secret ? "" : ` It is ${JSON.stringify(text?.replace(/\/\/[^@/]*@/g, "//...@"))}.`;
  return `${name} must be ${must}.${is} Example: ${example}`;
}

function secretFile({ env: name, secret }: About, env: Texts): string | undefined {
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (!file) return undefined;
  let text = "";
  try {
    text = readFileSync(file, "utf8").trim();
  } catch {
    // The fault below says it; why the file cannot be read adds nothing that the operator cannot see.
  }
  if (text !== "") return text;
  throw new Error(`${name}_FILE must name a readable file with the secret in it. It is ${JSON.stringify(file)}.`);
}
