import { setTimeout as timer } from "node:timers/promises";
import type { TemplateTexts } from "../../tools/definition/tool.ts";
import type { ScopeDefaults } from "../call/scope.ts";
import { SendGuard } from "./guard.ts";
import { type Ledger, MemoryLedger } from "./ledger.ts";
import { StoredTemplates } from "./stored-templates.ts";
import { StoredTemplateTexts } from "./template-texts.ts";
import { TemplateAdviser } from "./templates.ts";
import { WindowWatch } from "./windows.ts";

/** What all sends of a process share. */
export interface Sends {
  guard: SendGuard;
  windows: WindowWatch;
  templateTexts: TemplateTexts;
  /** Forgets what was read of windows and templates. */
  forget(): void;
}

interface Options {
  dedupeSeconds: number;
  defaults: ScopeDefaults;
  /** Names of the selected tools. */
  selected: ReadonlySet<string>;
  ledger?: Ledger;
  /** Only goes forward, in milliseconds. */
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export function createSends({ dedupeSeconds, defaults, selected, ...options }: Options): Sends {
  const now = options.now ?? (() => performance.now());
  const ledger = options.ledger ?? new MemoryLedger({ dedupeMs: dedupeSeconds * 1_000, now });
  const windows = new WindowWatch(now);
  // Only the configured number is the configured account's for sure: of another one's templates nothing is known.
  const accountOf = (phoneNumberId: string) =>
    phoneNumberId === defaults.phoneNumberId ? defaults.businessAccountId : undefined;
  const shelf = new StoredTemplates(now);
  const templates = new TemplateAdviser({ shelf, accountOf, selected });
  const sleep = options.sleep ?? (async (ms: number) => timer(ms));
  const guard = new SendGuard({ ledger, windows, templates, now, sleep });
  return {
    guard,
    windows,
    templateTexts: new StoredTemplateTexts(shelf, accountOf),
    forget() {
      windows.clear();
      shelf.clear();
    },
  };
}
