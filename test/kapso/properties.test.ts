import fc from "fast-check";
import { expect, test } from "vitest";
import { readRefusal } from "../../src/kapso/http/envelope.ts";
import { KapsoError } from "../../src/kapso/http/errors.ts";
import { type IdField, pathSegment } from "../../src/kapso/ids.ts";

const field = fc.constantFrom<IdField>(
  "phone_number_id",
  "business_account_id",
  "media_id",
  "message_id",
  "conversation_id",
  "wa_id",
);
const nasty = fc.constantFrom(
  "..",
  ".",
  "%2e%2e",
  "../",
  "/",
  "\\",
  "?a=b",
  "#x",
  " ",
  "\n",
  "\u0000",
  "%2F",
  "wamid.",
  "12345",
  "a.b",
  "+551",
);
const id = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join("")),
);

test("an id is refused, or stays one segment of its path and reads back as it was", () => {
  fc.assert(
    fc.property(field, id, (name, value) => {
      let segment: string;
      try {
        segment = pathSegment(name, value);
      } catch (error) {
        expect(error).toBeInstanceOf(KapsoError);
        expect(error).toMatchObject({ kind: "invalid_request", field: name, requestSent: false });
        return;
      }
      const url = new URL(`https://app.kapso.ai/api/${segment}/messages`);
      expect(url.pathname.split("/")).toEqual(["", "api", segment, "messages"]);
      expect(decodeURIComponent(segment)).toBe(value);
      expect(url.search + url.hash).toBe("");
    }),
    { numRuns: 2_000 },
  );
});

const loose = fc.jsonValue({ maxDepth: 3 });
const envelope = fc.oneof(
  loose,
  fc.record({ error: loose, code: loose, detail: loose, billing_url: loose }, { requiredKeys: [] }),
  fc.record({
    error: fc.record(
      { message: loose, code: loose, error_subcode: loose, error_data: loose, is_transient: loose, href: loose },
      { requiredKeys: [] },
    ),
  }),
);

test("whatever refuses becomes facts of the right types", () => {
  fc.assert(
    fc.property(envelope, fc.integer({ min: 300, max: 599 }), fc.boolean(), (body, status, repeatable) => {
      const error = readRefusal({ status, text: JSON.stringify(body) ?? "", body, repeatable });
      expect(["graph", "kapso", "http"]).toContain(error.kind);
      expect(["N", "F", "L", "S", "H", "A"]).toContain(error.retryable);
      expect(repeatable && error.retryable === "A").toBe(false);
      expect(error.code === null || ["number", "string"].includes(typeof error.code)).toBe(true);
      expect(typeof error.title).toBe("string");
      for (const text of [error.details, error.userTitle, error.traceId, error.link]) {
        expect(["undefined", "string"]).toContain(typeof text);
      }
    }),
    { numRuns: 2_000 },
  );
});
