import { Command, Option } from "commander";
import { type OptionKey, optionTable } from "./options.ts";

export type Flags = Partial<Record<OptionKey, string>>;

/** What the command line asks for. */
export type Asked =
  | { command: "serve"; flags: Flags }
  | { command: "tools"; flags: Flags; json: boolean }
  | { command: "sandbox"; host: string; port: number; flags: Flags };

const settings = optionTable().map(({ key, about }) => ({
  key,
  about,
  option: toOption(about.flag, about),
}));

/**
 * Reads the command line. @throws CommanderError for help, version (exitCode 0) and for what it does not understand;
 * what there is to say has then been written: help to stdout, faults to stderr.
 */
export function readCommandLine(argv: readonly string[], name: string, version: string): Asked {
  let asked: Asked | undefined;
  const program = new Command(name)
    .description("MCP server for a WhatsApp business number, through Kapso. Without a command it serves MCP on stdio.")
    .enablePositionalOptions() // --port after "sandbox" is the sandbox's.
    .version(version)
    .showHelpAfterError("(see --help)")
    .exitOverride()
    .allowExcessArguments(false)
    .addHelpText("after", secretsHelp())
    .action((options) => {
      asked = { command: "serve", flags: readFlags(options) };
    });
  addSettings(program);

  addSettings(program.command("tools"))
    .description("print the selected tools and what they cost in tokens; needs no credentials")
    .option("--json", "print the definitions as JSON")
    .action((_, command: Command) => {
      const options = command.optsWithGlobals();
      asked = {
        command: "tools",
        flags: readFlags(options),
        json: options["json"] === true,
      };
    });
  addSettings(program.command("sandbox"), SANDBOX_SETTINGS)
    .description("run the emulator of the Kapso API alone, for any client")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", "4010")
    .action(({ host, port, ...options }: { host: string; port: string }) => {
      asked = { command: "sandbox", host, port: readPort(port, program), flags: readFlags(options) };
    });

  program.parse(argv, { from: "user" });
  if (asked === undefined) throw new Error("the command line asked for nothing");
  return asked;
}

function readPort(text: string, program: Command): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  return program.error(`--port must be a number from 0 to 65535. It is ${JSON.stringify(text)}.`);
}

/** The settings that the sandbox alone has too. */
const SANDBOX_SETTINGS: readonly OptionKey[] = ["sandboxClock", "sandboxSeed"];

function addSettings(command: Command, only?: readonly OptionKey[]): Command {
  for (const { key, option } of settings) {
    if (option !== undefined && (only?.includes(key) ?? true)) command.addOption(option);
  }
  return command;
}

function toOption(
  flag: string | undefined,
  { describe, env, shown }: { describe: string; env: string; shown?: string },
) {
  if (flag === undefined) return undefined;
  const note = shown === undefined || shown === "0" ? env : `${env}, default ${shown}`;
  return new Option(flag, `${describe} [${note}]`);
}

/** Flags by the keys of the option table; a flag without a value counts as 1. */
function readFlags(options: Record<string, unknown>): Flags {
  const flags: Flags = {};
  for (const { key, option } of settings) {
    const value = option === undefined ? undefined : options[option.attributeName()];
    if (value !== undefined) flags[key] = value === true ? "1" : String(value);
  }
  return flags;
}

function secretsHelp(): string {
  const secrets = optionTable().filter(({ about }) => about.secret);
  const lines = secrets.map(({ about }) => `  ${about.env.padEnd(22)} ${about.describe} Or ${about.env}_FILE.`);
  return `\nCredentials come from the environment only:\n${lines.join("\n")}\n\nFlags win over the variables in brackets.`;
}
