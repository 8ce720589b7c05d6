import { Clock, SECOND } from "./clock.ts";
import { EventQueue } from "./events.ts";
import { Faults } from "./faults.ts";
import { Flows } from "./flows/store.ts";
import { Counters } from "./ids.ts";
import { Locks } from "./locks.ts";
import { type Dataset, NumberStates } from "./number/state.ts";
import { RateLimit } from "./rate-limit.ts";
import { RequestLog } from "./request-log.ts";
import { NUMBERS, PROJECTS } from "./seed/numbers.ts";
import { seedShop } from "./seed/shop.ts";
import { TEMPLATES } from "./seed/templates.ts";
import { SendLimits } from "./send/limits.ts";
import { Calls } from "./store/calls.ts";
import { Contacts } from "./store/contacts.ts";
import { Conversations } from "./store/conversations.ts";
import { MediaStore } from "./store/media.ts";
import { Messages } from "./store/messages.ts";
import { PlannedAnswers } from "./store/planned-answers.ts";
import type { NumberRow, Project } from "./store/rows.ts";
import { Templates } from "./templates/store.ts";
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
export class World {
  readonly options: WorldOptions;
  readonly clock: Clock;
  readonly ids = new Counters();
  readonly projects: readonly Project[] = PROJECTS;
  readonly numbers: readonly NumberRow[] = NUMBERS;
  readonly templates = new Templates(TEMPLATES);
  readonly numberStates: NumberStates;
  readonly flows = new Flows();
  readonly datasets: Dataset[] = [];
  readonly contacts = new Contacts();
  readonly conversations = new Conversations();
  readonly messages = new Messages();
  readonly calls = new Calls();
  readonly media = new MediaStore(this.ids);
  readonly events = new EventQueue();
  readonly locks: Locks;
  readonly faults = new Faults();
  readonly requests = new RequestLog();
  readonly rateLimit = new RateLimit();
  readonly sendLimits = new SendLimits();
  readonly answers = new PlannedAnswers();
  variants: Variants = variants.parse({});
  #eventTime: number | undefined;
  #lastActivity = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.numberStates = new NumberStates(options.start);
    this.clock = new Clock(options.now, options.start);
    this.locks = new Locks(options.holdMs);
    if (options.seed === "shop") seedShop(this);
  }

  /** When it began. */
  get start(): number {
    return this.options.start;
  }

  /** The time of what happens now: of the event that runs, else of the clock. */
  now(): number {
    return this.#eventTime ?? this.clock.now();
  }

  /** Like `now`, but never twice the same: what happened later sorts later, even within one millisecond. */
  activityTime(): number {
    this.#lastActivity = Math.max(this.now(), this.#lastActivity + 1);
    return this.#lastActivity;
  }

  /** Lets everything happen that is due. */
  settle(): void {
    for (;;) {
      const event = this.events.takeDue(this.clock.now());
      if (event === undefined) return;
      this.#eventTime = event.at;
      try {
        event.run(event.at);
      } finally {
        this.#eventTime = undefined;
      }
    }
  }

  advance(seconds: number): void {
    this.clock.advance(seconds * SECOND);
    this.settle();
  }
}
