import type { Timer } from "../../src/tools/definition/timer.ts";

/** Time that passes where a tool waits, and nowhere else. */
export function passingTime(): Timer {
  let ms = 0;
  return {
    now: () => ms,
    async pause(length) {
      ms += length;
    },
    after: () => () => {},
  };
}
