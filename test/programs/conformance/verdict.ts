import { EXCEPTIONS, type Exception, NOT_ASKED } from "./exceptions.ts";
import { EXPECTED, type Revision, type Subject } from "./expected.ts";
import type { Checks } from "./suite.ts";

export interface Row {
  scenario: string;
  passed: number;
  expected: number;
  excepted: number;
}

export interface Verdict {
  rows: Row[];
  /** What is not as the lists say. */
  faults: string[];
}

const PASSED = ["SUCCESS", "INFO"];

/** Holds what the suite found against the lists: neither may have what the other has not. */
export function judge(subject: Subject, revision: Revision, found: ReadonlyMap<string, Checks>): Verdict {
  const expected = Object.entries(EXPECTED[subject][revision]);
  const verdicts = expected.map(([scenario, count]) =>
    judgeScenario({ scenario, expected: count }, found.get(scenario), exceptionsOf(subject, revision, scenario)),
  );
  const unknown = [...found.keys()].filter((scenario) => !isKnown(scenario, revision));
  return {
    rows: verdicts.map(({ row }) => row),
    faults: [
      ...verdicts.flatMap(({ row, faults }) => faults.map((fault) => `${row.scenario}: ${fault}`)),
      ...unknown.map((scenario) => `${scenario}: ran, and is on no list`),
    ],
  };
}

function judgeScenario(
  { scenario, expected }: Pick<Row, "scenario" | "expected">,
  checks: Checks | undefined,
  exceptions: readonly Exception[],
): { row: Row; faults: string[] } {
  if (checks === undefined) return { row: { scenario, passed: 0, expected, excepted: 0 }, faults: ["did not run"] };
  const passed = checks.filter(({ status }) => status === "SUCCESS").length;
  const failed = checks.filter(({ status }) => !PASSED.includes(status));
  const excepted = failed.filter(({ id }) => exceptions.some(({ check }) => check === id));
  const stale = exceptions.filter(({ check }) => !failed.some(({ id }) => id === check));
  return {
    row: { scenario, passed, expected, excepted: excepted.length },
    faults: [
      ...failed
        .filter((check) => !excepted.includes(check))
        .map((check) => `${check.status} ${check.id} ${check.message}`),
      ...stale.map(({ check }) => `${check} is an exception, and does not fail`),
      ...(passed < expected ? [`${passed} checks passed, expected ${expected}`] : []),
    ],
  };
}

function exceptionsOf(subject: Subject, revision: Revision, scenario: string): Exception[] {
  return EXCEPTIONS.filter(
    (each) => each.subject === subject && each.revision === revision && each.scenario === scenario,
  );
}

/** Expected of the fixture, which has everything; or said to be of no concern. */
function isKnown(scenario: string, revision: Revision): boolean {
  return scenario in EXPECTED.fixture[revision] || NOT_ASKED.some((each) => each.scenario.test(scenario));
}
