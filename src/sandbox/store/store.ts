import { Calls } from "../calls/store.ts";
import { Contacts } from "../contacts/store.ts";
import { Conversations } from "../conversations/store.ts";
import { MediaStore } from "../media/store.ts";
import { Messages } from "../messages/store.ts";
import { TEMPLATES } from "../seed/templates.ts";
import { Templates } from "../templates/store.ts";
import { type Clock, SECOND } from "../world/clock.ts";
import { EventQueue } from "../world/events.ts";
import { Counters } from "../world/ids.ts";

/** What is stored, and the time at which it happens. */
export class Store {
  readonly clock: Clock;
  readonly ids = new Counters();
  readonly templates = new Templates(TEMPLATES);
  readonly contacts = new Contacts();
  readonly conversations = new Conversations();
  readonly messages = new Messages();
  readonly calls = new Calls();
  readonly media = new MediaStore(this.ids);
  readonly events = new EventQueue();
  #eventTime: number | undefined;
  #lastActivity = 0;

  constructor(clock: Clock) {
    this.clock = clock;
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
