import { describe, expect, test } from "vitest";
import captured from "../captures/errors.json" with { type: "json" };
import { json, PHONE, type Step, text } from "../kapso/scripted-server.ts";
import { stage } from "./scripted-stage.ts";

/** Refusals as users of the live API captured them, each through a real client: what the model reads, what was asked. */

type Name =
  | "window_closed"
  | "window_closed_graph"
  | "sandbox_session"
  | "bad_key"
  | "in_flight"
  | "rails_404"
  | "edge_html";

function refusal(name: Name | "media_expired"): Step {
  const { status, body } = captured.find((each) => each.case === name) as { status: number; body: object | string };
  return typeof body === "string" ? text(status, body, { "content-type": "text/html" }) : json(status, body);
}

const TO = "+5490000000001";
const SEND = { to: TO, type: "text", text: "Hola" };
const list = (data: unknown[]) => json(200, { data, paging: { cursors: { before: null, after: null }, next: null } });
const conversation = (last_inbound_at: string | null) => ({
  id: "20e0e0c5-d08f-4361-8d3c-f563d58ee884",
  phone_number: TO.slice(1),
  status: "active",
  kapso: { last_inbound_at, last_message_timestamp: last_inbound_at },
});
const nobody = list([]);
const sent = json(200, { contacts: [{ input: TO, wa_id: TO.slice(1) }], messages: [{ id: "wamid.NEW" }] });
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function send(steps: Step[], tool = "send_message", args: object = SEND) {
  const on = await stage(steps);
  const answer = await on.call(tool, { ...args });
  return { ...answer, posts: on.requests().filter(([method]) => method === "POST").length };
}

describe("a closed window", () => {
  test.each(["window_closed", "window_closed_graph"] as const)(
    "%s: nothing was sent, and a template is the way out",
    async (name) => {
      const { isError, text: told, posts } = await send([refusal(name), list([conversation(hoursAgo(30))])]);
      expect(isError).toBe(true);
      expect(told).toMatch(/^Send a message failed: The 24-hour window is closed/);
      expect(told).toContain("Nothing was sent.");
      expect(told).toMatch(/Next: Send an approved template with send_template_message/);
      expect(told).not.toMatch(/Change the arguments/);
      expect(posts).toBe(1);
    },
  );

  test("Kapso's own advice is shown as the API's words", async () => {
    const { text: told } = await send([refusal("window_closed"), nobody, nobody]);
    expect(told).toContain("The API advises: Send a WhatsApp template message to reopen the session.");
  });

  test("that advice is one line of bounded length without what no screen shows, in Graph's form too", async () => {
    const next_steps = `Reopen\u202e it.\nThen${" go on".repeat(200)}`;
    const body = { error: { message: "Re-engagement message", code: 131047 }, next_steps };
    const { text: told } = await send([json(422, body), nobody, nobody]);
    const [line = ""] = told.split("\n").filter((each) => each.startsWith("The API advises: "));
    expect(line).toMatch(/^The API advises: Reopen it\. Then go on.*\.\.\.$/);
    expect(line.length).toBeLessThan(550);
  });

  test("right after the customer wrote, it is asked once more, and the message goes out once", async () => {
    const { data, posts } = await send([refusal("window_closed"), list([conversation(hoursAgo(0.01))]), sent]);
    expect([data.status, data.message_id, posts]).toEqual(["accepted", "wamid.NEW", 2]);
  });

  test("and after the second refusal the truth is told, and nothing is tried a third time", async () => {
    const look = list([conversation(hoursAgo(0.01))]);
    const { isError, text: told, posts } = await send([refusal("window_closed"), look, refusal("window_closed"), sent]);
    expect([isError, posts]).toEqual([true, 2]);
    expect(told).toMatch(
      /The stored history has a message of the customer from \S+Z; asked twice, the API still says closed\./,
    );
    expect(told).toContain("Nothing was sent.");
  });

  test("a template is never sent twice for it", async () => {
    const template = { to: TO, template_name: "hello_world", language: "en_US" };
    const { posts } = await send([refusal("window_closed"), sent], "send_template_message", template);
    expect(posts).toBe(1);
  });
});

test("a sandbox number without a session: a person activates it in Kapso's dashboard", async () => {
  const { text: told, posts } = await send([refusal("sandbox_session")]);
  expect(told).toMatch(/sandbox session is not active[\s\S]*Nothing was sent\.[\s\S]*Kapso's dashboard/);
  expect(posts).toBe(1);
});

test("a key that Kapso does not know leads to the operator", async () => {
  const { text: told } = await send([refusal("bad_key")]);
  expect(told).toMatch(/Kapso does not know the key\.[\s\S]*Nothing was sent\.[\s\S]*KAPSO_API_KEY/);
});

test("in flight: it waits, and the message goes out once", async () => {
  const { data, posts } = await send([refusal("in_flight"), sent]);
  expect([data.status, posts]).toEqual(["accepted", 2]);
});

test("a page of the CDN's on a send: nobody knows, and it is not sent again", async () => {
  const { isError, text: told, posts } = await send([refusal("edge_html"), ...Array<Step>(12).fill(nobody)]);
  expect([isError, posts]).toEqual([true, 1]);
  expect(told).toContain("It is not known whether anything was sent.");
});

describe("a host without a route", () => {
  const ID = "20e0e0c5-d08f-4361-8d3c-f563d58ee884";
  const found = json(200, conversation(hoursAgo(1)));
  const html = text(404, "<!DOCTYPE html><html></html>", { "content-type": "text/html" });

  test.each([
    ["Rails' JSON", refusal("rails_404")],
    ["a page", html],
  ])("is known by %s: conversations are read below their number, from then on at once", async (_, missing) => {
    const on = await stage([missing, found, nobody, found, nobody]);
    for (const count of [1, 2]) {
      expect((await on.call("get_conversation", { conversation_id: ID })).data.conversation_id, String(count)).toBe(ID);
    }
    const paths = on.requests().map(([, url]) => url.replace(/\?.*/, "").replace("/api/meta/v23.0", ""));
    expect(paths.filter((path) => path.includes(ID))).toEqual([
      `/conversations/${ID}`,
      `/${PHONE}/conversations/${ID}`,
      `/${PHONE}/conversations/${ID}`,
    ]);
  });

  test("and updated there", async () => {
    const on = await stage([refusal("rails_404"), json(200, { success: true }), found]);
    const { isError, text: told } = await on.call("update_conversation", { conversation_id: ID, status: "ended" });
    expect(isError, told).toBe(false);
    expect(on.requests().map(([method]) => method)).toEqual(["PATCH", "PATCH", "GET"]);
  });

  test("else the error names the address that was asked, and the two that there are", async () => {
    const on = await stage([refusal("rails_404")]);
    const { text: told } = await on.call("get_phone_number");
    expect(told).toContain("This host has no such route");
    expect(told).toContain(`The API says: Not Found | GET ${on.server.origin}/api/meta/v23.0/{phone_number_id}`);
    expect(told).toContain("https://app.kapso.ai/api/meta with v23.0");
    expect(told).toContain("https://api.kapso.ai/meta/whatsapp with v24.0");
  });

  test("is another thing than a record that is not there", async () => {
    const on = await stage([
      json(404, { error: { message: "Conversation not found", type: "MessageError", code: 404 } }),
    ]);
    const { text: told } = await on.call("get_conversation", { conversation_id: ID });
    expect(told).toContain("The record does not exist for this number.");
    expect(on.requests()).toHaveLength(1);
  });
});

test("a media id that has expired leads to its message", async () => {
  const on = await stage([refusal("media_expired")]);
  const { text: told } = await on.call("download_media", { media_id: "1371993794424264" });
  expect(told).toMatch(/ids of files that customers send live for 7 days[\s\S]*download_media with message_id/);
});

test("every captured refusal has its case here", () => {
  const tried = [
    "window_closed",
    "window_closed_graph",
    "sandbox_session",
    "bad_key",
    "in_flight",
    "rails_404",
    "media_expired",
    "edge_html",
  ];
  expect(captured.map((each) => each.case).sort()).toEqual([...tried].sort());
});
