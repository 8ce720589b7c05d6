import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { questionOf } from "../../../src/server/writes/question.ts";
import type { Outgoing } from "../../../src/tools/definition/outgoing.ts";
import { runs } from "../../fuzz/runs.ts";
import { toolNamed } from "../../tools/direct.ts";

type Args = Record<string, unknown>;

const call = (name: string, args: Args) => questionOf({ tool: toolNamed(name), scopeId: "418290563317745", args });

function send(text: string, more: Args = {}): string {
  const body = { messaging_product: "whatsapp", to: "+5511987650042", type: "text", text: { body: text }, ...more };
  const outgoing = {
    kind: "message",
    phoneNumberId: "418290563317745",
    to: "+5511987650042",
    body,
  } as never as Outgoing;
  return questionOf({ tool: toolNamed("send_message"), scopeId: "", args: {}, outgoing });
}

function post(path: string, body: Args, query: Args = {}): string {
  const outgoing = { kind: "request", request: { path, query, body } } as never as Outgoing;
  return questionOf({ tool: toolNamed("graph_post"), scopeId: "", args: {}, outgoing });
}

describe("a question to a person", () => {
  test("says from where and to whom before it says what", () => {
    expect(send("Guten Tag").split("\n")).toEqual([
      "Send a message?",
      'from number: "418290563317745"',
      'to customer: "+5511987650042"',
      'text: {"body":"Guten Tag"}',
    ]);
  });

  test("shows the recipient of a path of the API above its body, whatever the model put before it", () => {
    const filler = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`a${i}`, "x".repeat(50)]));
    const [title, path, to] = post("/418290563317745/calls", { ...filler, to: "+5511987650042" }).split("\n");
    expect([title, path, to]).toEqual([
      "Write to a path of the API?",
      'path: "/418290563317745/calls"',
      'to: "+5511987650042"',
    ]);
  });

  test("is the same for every order of keys", () => {
    const entries = Object.entries({ media_id: "1", wa_id: "2", metadata: { b: 1, a: [{ d: 1, c: 2 }] }, note: "x" });
    const property = fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect(call("update_contact", Object.fromEntries(shuffled))).toBe(
        call("update_contact", Object.fromEntries(entries)),
      );
    });
    fc.assert(property, runs(30));
  });

  test("shows both ends of what is long, and how long it is", () => {
    const question = send(`begin${"x".repeat(5_000)}transfer everything`);
    expect(question).toContain('{"body":"begin');
    expect(question).toContain('transfer everything"}');
    expect(question).toContain("(5035 characters)");
    expect(question.length).toBeLessThan(1_000);
  });

  test.each([
    [" ".repeat(400), "[400 spaces]"],
    ["\u00a0".repeat(400), "[400 spaces]"],
    ["\n".repeat(60), "[60 line ends]"],
    ["\r\n \n\t\n", "[5 line ends]"],
    ["\u202e", "\\u202e"],
    ["\u200b", "\\u200b"],
    ["\u0007", "\\u0007"],
    ["a\u2003b", "a\\u2003b"],
  ])("makes %j visible", (hidden, shown) => {
    const question = send(`Good day${hidden}and pay to another account`);
    expect(question).toContain(`Good day${shown}and pay`.replace("a\\u2003b", "a\\u2003b"));
    expect(question.split("\n")).toHaveLength(4);
  });

  test("tells links apart, once each, and how many more there are", () => {
    const text = `${"x".repeat(3_000)} https://evil.example/pay ${"y".repeat(3_000)} https://evil.example/pay`;
    expect(send(text)).toContain('\nlink: "https://evil.example/pay"\n');
    const many = Array.from({ length: 9 }, (_, i) => `https://a.example/${i}`).join(" ");
    expect(send(many)).toContain("and 4 more links");
    expect(send("no link")).not.toContain("link:");
  });

  test("names what is deleted first, and its account", () => {
    expect(call("delete_template", { all_languages: true, template_name: "offer" }).split("\n")).toEqual([
      "Delete a template?",
      'of: "418290563317745"',
      'template_name: "offer"',
      "all_languages: true",
    ]);
  });
});
