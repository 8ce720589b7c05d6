import { describe, expect, test } from "vitest";
import { EXCEPTIONS } from "./exceptions.ts";
import { EXPECTED } from "./expected.ts";
import type { Checks } from "./suite.ts";
import { judge } from "./verdict.ts";

const REVISION = "2025-11-25";

/** What the suite finds when all is as the lists say. */
function asListed(): Map<string, Checks> {
  const found = new Map<string, Checks>();
  for (const [scenario, count] of Object.entries(EXPECTED.product[REVISION])) {
    const passed = Array.from({ length: count }, (_, index) => ({ id: `${index}`, status: "SUCCESS", message: "" }));
    const failed = EXCEPTIONS.filter(
      (each) => each.subject === "product" && each.revision === REVISION && each.scenario === scenario,
    ).map(({ check }) => ({ id: check, status: "FAILURE", message: "" }));
    found.set(scenario, [...passed, ...failed]);
  }
  return found;
}

const faults = (found: Map<string, Checks>) => judge("product", REVISION, found).faults;

describe("the verdict on a run of the suite", () => {
  test("is clean when all is as listed", () => {
    expect(faults(asListed())).toEqual([]);
    expect(faults(asListed().set("tasks-lifecycle", []))).toEqual([]);
  });

  test("names a scenario that did not run, and one that nobody knows", () => {
    const found = asListed().set("brand-new", []);
    found.delete("ping");
    expect(faults(found)).toEqual(["ping: did not run", "brand-new: ran, and is on no list"]);
  });

  test("names a check that failed, with what it said, and one that is gone", () => {
    const broken = [{ id: "ping", status: "FAILURE", message: "no answer" }];
    expect(faults(asListed().set("ping", broken))).toEqual([
      "ping: FAILURE ping no answer",
      "ping: 0 checks passed, expected 2",
    ]);
  });

  test("counts a warning and a skipped check as failed", () => {
    for (const status of ["WARNING", "SKIPPED"]) {
      const found = asListed();
      found.get("ping")?.push({ id: "extra", status, message: "" });
      expect(faults(found)).toEqual([`ping: ${status} extra `]);
    }
  });

  test("names an exception that is none any more", () => {
    const found = asListed().set("server-sse-multiple-streams", []);
    expect(faults(found)).toEqual([
      "server-sse-multiple-streams: server-sse-multiple-streams-session is an exception, and does not fail",
    ]);
  });
});
