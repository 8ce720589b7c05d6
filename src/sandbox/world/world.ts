import { Flows } from "../flows/store.ts";
import { PlannedAnswers } from "../messages/planned-answers.ts";
import { SendLimits } from "../messages/send/limits.ts";
import { type Dataset, NumberStates } from "../numbers/state.ts";
import { NUMBERS, PROJECTS } from "../seed/numbers.ts";
import type { NumberRow, Project } from "../store/rows.ts";
import { Store } from "../store/store.ts";
import { Clock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { Locks } from "./locks.ts";
import { RateLimit } from "./rate-limit.ts";
import { RequestLog } from "./request-log.ts";
import { type Variants, variants } from "./variants.ts";

export interface WorldOptions {
  /** `empty` has the numbers and templates, and no people. */
  seed: "shop" | "empty";
  /** How long after the answer to a send the pair stays locked, on the sandbox clock. */
  holdMs: number;
  now: () => number;
  /** When the clock starts; the story of the seed is told from there backwards. */
  start: number;
}

/** Everything that the sandbox knows. A reset makes a new one. */
export class World extends Store {
  readonly options: WorldOptions;
  readonly projects: readonly Project[] = PROJECTS;
  readonly numbers: readonly NumberRow[] = NUMBERS;
  readonly numberStates: NumberStates;
  readonly flows = new Flows();
  readonly datasets: Dataset[] = [];
  readonly locks: Locks;
  readonly faults = new Faults();
  readonly requests = new RequestLog();
  readonly rateLimit = new RateLimit();
  readonly sendLimits = new SendLimits();
  readonly answers = new PlannedAnswers();
  variants: Variants = variants.parse({});

  constructor(options: WorldOptions) {
    super(new Clock(options.now, options.start));
    this.options = options;
    this.numberStates = new NumberStates(options.start);
    this.locks = new Locks(options.holdMs);
  }

  /** When it began. */
  get start(): number {
    return this.options.start;
  }
}
