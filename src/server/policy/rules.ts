import { type Person, readPerson } from "../../kapso/people.ts";
import { internationalDigits } from "../../tools/definition/phone/written.ts";
import {
  matchesAnySpelling,
  matchesOwnSpelling,
  type RecipientPattern,
} from "../../tools/definition/recipient-pattern.ts";
import type { Effect } from "../../tools/definition/tool.ts";
import type { DailySends } from "./daily-sends.ts";
import { type QuietHours, quietClock } from "./quiet-hours.ts";
import type { Reason } from "./refusal.ts";

/** What is to be known of a call before it is let through. */
export interface PolicyFacts {
  tool: string;
  effect: Effect;
  phoneNumberId?: string | undefined;
  /** As addressed: number, business-scoped user id or group id. Absent where a request does not say whom it reaches. */
  recipient?: string | undefined;
  isGroup: boolean;
  isTemplate: boolean;
  /** The service's time, in milliseconds. */
  now: number;
}

/** What the rules ask of the stored history. */
export interface History {
  /** Whether this person has ever written to the number. Rejects where that cannot be found out. */
  hasWritten(phoneNumberId: string, recipient: string): Promise<boolean>;
}

export interface PolicySettings {
  readOnly: boolean;
  templateOnly: boolean;
  replyOnly: boolean;
  deny?: readonly RecipientPattern[] | undefined;
  allow?: readonly RecipientPattern[] | undefined;
  quietHours?: QuietHours | undefined;
  dailySends?: number | undefined;
}

type Verdict = Reason | undefined;

/** Why a call is refused; undefined lets it through, as far as this rule goes. */
export type Judge = (facts: PolicyFacts, history: History) => Verdict | Promise<Verdict>;

export interface Rule {
  name: string;
  variable: string;
  /** Sends alone, or whatever changes something. Receipts, block list and calls reach nobody with a message. */
  on: "sends" | "writes";
  /** The judge for these settings; undefined where the operator has not set the rule. */
  judge(settings: PolicySettings, budget: DailySends | undefined): Judge | undefined;
}

const ASK = "Ask the operator.";

const NOBODY_KNOWS: Reason = { text: `is set, and it cannot be told whom this call would reach. ${ASK}` };

/** The rules in the order in which they are asked: the first that refuses is named, and what costs a request is last. */
export const RULES: readonly Rule[] = [
  {
    name: "read-only",
    variable: "KAPSO_READ_ONLY",
    on: "writes",
    judge: ({ readOnly }) =>
      readOnly ? () => ({ text: `lets this server read and nothing else. ${ASK}` }) : undefined,
  },
  {
    name: "template-only",
    variable: "KAPSO_TEMPLATE_ONLY",
    on: "sends",
    judge: ({ templateOnly }) => (templateOnly ? toSomebody(unlessTemplate) : undefined),
  },
  {
    name: "deny",
    variable: "KAPSO_DENY",
    on: "sends",
    judge: ({ deny }) =>
      deny &&
      toSomebody((facts, person) => notTo([person, ...numberIn(facts)].some((each) => matchesAnySpelling(deny, each)))),
  },
  {
    name: "allow",
    variable: "KAPSO_ALLOW",
    on: "sends",
    judge: ({ allow }) => allow && toSomebody((_, person) => notTo(!matchesOwnSpelling(allow, person))),
  },
  {
    name: "quiet-hours",
    variable: "KAPSO_QUIET_HOURS",
    on: "sends",
    judge: ({ quietHours }) => quietHours && outsideOf(quietHours),
  },
  {
    name: "daily-sends",
    variable: "KAPSO_DAILY_SENDS",
    on: "sends",
    judge: (_, budget) => budget && (({ now }) => overspent(budget, now)),
  },
  {
    name: "reply-only",
    variable: "KAPSO_REPLY_ONLY",
    on: "sends",
    judge: ({ replyOnly }) => (replyOnly ? toSomebody(unlessTheyWrote) : undefined),
  },
];

export function overspent(budget: DailySends, now: number): Verdict {
  const until = budget.spentUntil(now);
  if (until === undefined) return undefined;
  return { text: `has no sends left for today; the next day begins at ${until}. Send then, or ask the operator.` };
}

/** A rule about recipients refuses what does not say whom it reaches. */
function toSomebody(judge: (facts: PolicyFacts, person: Person, history: History) => ReturnType<Judge>): Judge {
  return (facts, history) => {
    const person = facts.recipient === undefined ? undefined : readPerson(facts.recipient, facts.isGroup);
    return person === undefined ? NOBODY_KNOWS : judge(facts, person, history);
  };
}

/** The person whose number a group's id reads as: the service may read it so too. */
function numberIn({ recipient = "", isGroup }: PolicyFacts): Person[] {
  const person = isGroup ? readPerson(internationalDigits(recipient)) : undefined;
  return person?.kind === "number" ? [person] : [];
}

function notTo(refused: boolean): Verdict {
  return refused ? { text: `does not let this server write to this recipient. ${ASK}` } : undefined;
}

function unlessTemplate({ isTemplate }: PolicyFacts): Verdict {
  if (isTemplate) return undefined;
  return {
    text: "lets this server send templates and nothing else. Send an approved template, or ask the operator.",
    see: ["send_template_message", "list_templates"],
  };
}

function outsideOf(hours: QuietHours): Judge {
  const quietUntil = quietClock(hours);
  return ({ now }) => tooQuiet(quietUntil, now);
}

export function tooQuiet(quietUntil: ReturnType<typeof quietClock>, now: number): Verdict {
  const until = quietUntil(now);
  if (until === undefined) return undefined;
  return { text: `lets nothing out in these hours; they end at ${until}. Send then, or ask the operator.` };
}

/** Of a group nobody can say that it wrote first. */
async function unlessTheyWrote(
  { phoneNumberId, recipient = "", isGroup }: PolicyFacts,
  _: Person,
  history: History,
): Promise<Verdict> {
  if (phoneNumberId === undefined) return NOBODY_KNOWS;
  if (isGroup) return { text: `lets this server write to people who wrote first, and not to groups. ${ASK}` };
  try {
    if (await history.hasWritten(phoneNumberId, recipient)) return undefined;
  } catch (cause) {
    const text =
      "lets this server write to people who wrote first, and whether this one has could not be found out. " +
      "Try again in a moment.";
    return { text, cause };
  }
  return {
    text:
      "lets this server write to people who wrote first, and no message of this one is stored. " +
      "Wait until they write, or ask the operator.",
  };
}
