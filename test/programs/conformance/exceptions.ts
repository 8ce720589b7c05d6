import type { Revision, Subject } from "./expected.ts";

/** A check that does not pass, and why that is right. One that passes after all must leave this list. */
export interface Exception {
  subject: Subject;
  revision: Revision;
  scenario: string;
  check: string;
  reason: string;
}

const SESSIONLESS =
  "/mcp holds no sessions: a client of 2025 cannot be asked on it (docs/http.md); on /sse and stdio it can";
const FIXTURE_TOOL = "needs a tool of the suite's own: run on the fixture";
const FIXED_LIST = "the list never changes while the server runs, and it says so (listChanged: false)";

const all = (
  subject: Subject,
  revision: Revision,
  reason: string,
  checks: Record<string, readonly string[]>,
): Exception[] =>
  Object.entries(checks).flatMap(([scenario, ids]) =>
    ids.map((check) => ({ subject, revision, scenario, check, reason })),
  );

const sessionless = { "server-sse-multiple-streams": ["server-sse-multiple-streams-session"] };
const fixedList = {
  "server-stateless": [
    "sep-2575-server-sends-prompts-list-changed-on-subscription",
    "sep-2575-server-sends-tools-list-changed-on-subscription",
  ],
};

export const EXCEPTIONS: readonly Exception[] = [
  ...all("product", "2025-11-25", SESSIONLESS, sessionless),
  ...all("fixture", "2025-11-25", SESSIONLESS, {
    ...sessionless,
    "tools-call-sampling": ["tools-call-sampling"],
    "tools-call-elicitation": ["tools-call-elicitation"],
    "elicitation-sep1034-defaults": ["elicitation-sep1034-general"],
    "elicitation-sep1330-enums": ["elicitation-sep1330-general"],
  }),
  ...all("product", "2026-07-28", FIXED_LIST, fixedList),
  ...all("fixture", "2026-07-28", FIXED_LIST, fixedList),
  ...all("product", "2026-07-28", FIXTURE_TOOL, {
    "server-stateless": [
      "sep-2575-server-rejects-undeclared-capability",
      "sep-2575-missing-capability-http-400",
      "sep-2575-http-server-no-independent-requests-on-stream",
      "sep-2575-server-no-log-without-loglevel",
    ],
  }),
];

/** Scenarios of the suite that say nothing of this server; the suite scores none of them. */
export const NOT_ASKED: readonly { scenario: RegExp; reason: string }[] = [
  { scenario: /^tasks-/, reason: "an extension that this server does not have" },
  { scenario: /^server-session-lifecycle$/, reason: "/mcp holds no sessions" },
  { scenario: /^server-sse-polling$/, reason: "resuming a stream needs a session" },
];
