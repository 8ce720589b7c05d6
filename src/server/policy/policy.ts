import { DailySends, type Reservation } from "./daily-sends.ts";
import { quietClock } from "./quiet-hours.ts";
import { PolicyRefusal } from "./refusal.ts";
import { type History, overspent, type PolicyFacts, type PolicySettings, RULES, tooQuiet } from "./rules.ts";

/** What the operator lets this process do. */
export interface Policy {
  /** Whether a call may go on. @throws PolicyRefusal of the first rule that is against it */
  check(facts: PolicyFacts, history: History): Promise<void>;
  /**
   * Takes a send out of the day's budget, unless quiet has begun since it was asked for. To be called when nothing else
   * stands between it and the wire, and once for what leaves once: a send that is joined or deduplicated has its place
   * already, and one that is repeated gives its place back first. @throws PolicyRefusal
   */
  reserve(facts: PolicyFacts): Reservation;
}

const UNLIMITED: Reservation = { giveBack: () => undefined };

/** The rules of these settings. The day of the budget is that of the zone of the quiet hours, else of UTC. */
export function createPolicy(settings: PolicySettings): Policy {
  const { dailySends, quietHours } = settings;
  const budget = dailySends === undefined ? undefined : new DailySends(dailySends, quietHours?.zone);
  const quiet = quietHours && quietClock(quietHours);
  const active = RULES.flatMap((rule) => {
    const judge = rule.judge(settings, budget);
    return judge === undefined ? [] : [{ ...rule, judge }];
  });
  return {
    async check(facts, history) {
      if (facts.effect === "read") return;
      for (const { variable, on, judge } of active) {
        if (on === "sends" && facts.effect !== "send") continue;
        const reason = await judge(facts, history);
        if (reason !== undefined) throw new PolicyRefusal(variable, facts.effect, reason);
      }
    },
    reserve({ effect, now }) {
      if (effect !== "send") return UNLIMITED;
      const silence = quiet && tooQuiet(quiet, now);
      if (silence !== undefined) throw new PolicyRefusal("KAPSO_QUIET_HOURS", effect, silence);
      if (budget === undefined) return UNLIMITED;
      const reason = overspent(budget, now);
      if (reason !== undefined) throw new PolicyRefusal("KAPSO_DAILY_SENDS", effect, reason);
      return budget.reserve(now);
    },
  };
}
