/** One piece of work under way, and how many callers still wait for it. */
interface Flight<T> {
  readonly work: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Work that several callers share: the first begins it, the others join. A caller that goes leaves it running; when the
 * last one has gone its signal aborts, which ends what has not begun and nothing else.
 */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** Joins the work under this key, or begins it. `joined` tells which. */
  async share(
    key: string,
    begin: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ value: T; joined: boolean }> {
    for (;;) {
      const found = this.#flights.get(key);
      const flight = found ?? this.#begin(key, begin);
      try {
        return { value: await wait(flight, signal), joined: found !== undefined };
      } catch (error) {
        // It was being dropped by those who had left when this caller came: begin again.
        if (signal.aborted || found === undefined || !found.controller.signal.aborted) throw error;
      }
    }
  }

  /** Begins work of its own as soon as what is under way has its outcome; who comes later joins it. */
  async alone(key: string, begin: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#flights.get(key)?.work;
    const turn = async (own: AbortSignal) => {
      await Promise.allSettled([before]);
      return begin(own);
    };
    return wait(this.#begin(key, turn), signal);
  }

  #begin(key: string, begin: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const flight = start(begin);
    this.#flights.set(key, flight);
    const end = () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    flight.work.then(end, end);
    return flight;
  }
}

function start<T>(begin: (signal: AbortSignal) => Promise<T>): Flight<T> {
  const controller = new AbortController();
  const work = begin(controller.signal);
  return { work, controller, waiting: 0 };
}

/** Settles with the work, also for a caller that has gone: what became of it is still to be recorded. */
async function wait<T>(flight: Flight<T>, signal: AbortSignal): Promise<T> {
  flight.waiting += 1;
  const leave = () => {
    flight.waiting -= 1;
    if (flight.waiting === 0) flight.controller.abort();
  };
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  try {
    return await flight.work;
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
