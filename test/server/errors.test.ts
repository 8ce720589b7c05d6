import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { KapsoError } from "../../src/kapso/http/errors.ts";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { TemplateAdviser } from "../../src/server/sends/templates.ts";
import { WindowWatch } from "../../src/server/sends/windows.ts";
import { selectTools } from "../../src/tools/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift | undefined;
let upstream: Server | undefined;
afterEach(async () => {
  await shift?.close();
  upstream?.closeAllConnections();
  upstream?.close();
  shift = undefined;
  upstream = undefined;
});

/** The product against something that is not the sandbox. */
async function against(listener: RequestListener, kapso: object = {}): Promise<Shift> {
  upstream = createServer(listener);
  await new Promise<void>((resolve) => upstream?.listen(0, "127.0.0.1", resolve));
  const { port } = upstream.address() as AddressInfo;
  shift = await startShift({
    kapso: { baseUrl: `http://127.0.0.1:${port}/api/meta`, sleep: async () => undefined, ...kapso },
  });
  return shift;
}

const list = (on: Shift) => on.call("list_contacts");
const send = (on: Shift) => on.call("send_message", { to: SANDBOX.openCustomer, type: "text", text: "hi" });

describe("what the model reads when", () => {
  test("the key is wrong", async () => {
    shift = await startShift({ kapso: { apiKey: "wrong" } });
    const { text, isError } = await list(shift);
    expect(isError).toBe(true);
    expect(text).toMatch(/does not know the key[\s\S]*401[\s\S]*Next: Tell the operator to check KAPSO_API_KEY/);
    expect(shift.sandbox.requests()).toHaveLength(1);
  });

  test("nothing listens: a read and a send", async () => {
    const on = await against(() => undefined);
    upstream?.close();
    await new Promise((resolve) => upstream?.once("close", resolve));
    expect((await list(on)).text).toMatch(/ECONNREFUSED[\s\S]*Next: Try again in a moment[\s\S]*KAPSO_BASE_URL/);
    expect((await send(on)).text).toContain("Nothing was sent.");
  });

  test("the proxy answers HTML", async () => {
    const on = await against((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"));
    const { text } = await list(on);
    expect(text).not.toContain("<html>");
    expect(text).toMatch(/Next: .*KAPSO_BASE_URL/);
  });

  test("the proxy answers HTML to a send: nobody knows whether it was sent", async () => {
    let requests = 0;
    const on = await against((request, response) => {
      if (request.method === "POST") requests += 1;
      request.resume().on("end", () => response.writeHead(502, { "content-type": "text/html" }).end("<html>"));
    });
    const { text, isError } = await send(on);
    expect(isError).toBe(true);
    expect(text).toMatch(/not known whether anything was sent[\s\S]*Look with list_messages/);
    expect(requests).toBe(1);
  });

  test("tools that would help are not selected: they are not named", async () => {
    shift = await startShift({ selection: { toolsets: [], tools: ["send_message", "get_call"] } });
    await shift.fault({ match: { method: "POST" }, reset: "after" });
    expect((await send(shift)).text).not.toContain("list_messages");
    expect((await shift.call("get_call", { call_id: "wacid.none" })).text).not.toContain("list_calls");
  });

  test("a send is reset after its effect: the stored history knows", async () => {
    shift = await startShift();
    await shift.fault({ match: { method: "POST" }, reset: "after" });
    const { data } = await send(shift);
    expect(data.status).toBe("found_in_history");
    expect(shift.sandbox.requests().filter(({ method }) => method === "POST")).toHaveLength(1);
    expect((await shift.call("get_message", { message_id: data.message_id })).data.text).toBe("hi");
  });

  test("a send is reset before its effect: nobody knows, and it is not repeated", async () => {
    shift = await startShift();
    await shift.fault({ match: { method: "POST" }, reset: "before" });
    const { text, isError } = await send(shift);
    expect(isError).toBe(true);
    expect(text).toContain("It is not known whether anything was sent.");
    expect(text).toContain("The same call again is safe");
    expect(shift.sandbox.requests().filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test("there is too much: it says how long to wait", async () => {
    shift = await startShift();
    await shift.fault({
      match: { method: "GET" },
      times: 9,
      status: 429,
      headers: { "retry-after": "60" },
      body: { error: "Rate limit exceeded", message: "You have exceeded the rate limit." },
    });
    expect((await list(shift)).text).toMatch(/requests per minute[\s\S]*Wait at least 60 s/);
  });

  test("no number is configured and none is given", async () => {
    shift = await startShift({ defaults: {} });
    const { text } = await list(shift);
    expect(text).toContain("phone_number_id: is needed: no default is configured (KAPSO_PHONE_NUMBER_ID)");
    const { tools } = await shift.client.listTools();
    const schema = tools.find((tool) => tool.name === "list_contacts")?.inputSchema;
    expect(schema?.required).toContain("phone_number_id");
    const given = await shift.call("list_contacts", { phone_number_id: SANDBOX.phoneNumberId });
    expect(given.data.count).toBe(20);
  });
});

describe("a message that was sent is never reported as refused", () => {
  const answers = [
    { messages: [{ id: "wamid.A1" }], contacts: [{ wa_id: 5511987650042 }] },
    { messages: [{ id: "wamid.A1", message_status: 7 }] },
  ];
  test.each(answers)("when the answer is %j", async (answer) => {
    const on = await against((request, response) => {
      request
        .resume()
        .on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer)));
    });
    const { isError, data } = await send(on);
    expect(isError).toBe(false);
    expect(data.message_id).toBe("wamid.A1");
  });
});

describe("a fault of ours", () => {
  const failed = "failed inside this server. The operator finds the reason in its log.";
  afterEach(() => vi.restoreAllMocks());

  test.each([
    ["send_message", "Nothing was sent."],
    ["block_users", "Nothing was changed."],
    ["list_contacts", ""],
  ])("in reading the arguments of %s is told, and nothing was done", async (name, truth) => {
    shift = await startShift();
    const [tool] = selectTools({ toolsets: [], tools: [name], excludeTools: [], readOnly: false });
    if (tool === undefined) throw new Error(name);
    vi.spyOn(tool, "prepare").mockImplementation(() => {
      throw new TypeError("x is not a function");
    });
    const { text, isError } = await shift.call(name, {});
    expect(isError).toBe(true);
    expect(text.split("\n")).toEqual([`${tool.title} ${failed}`, ...(truth ? [truth] : [])]);
    expect(shift.sandbox.requests()).toEqual([]);
  });

  test("in looking at a send that has not left is told, and nothing was sent", async () => {
    shift = await startShift();
    vi.spyOn(WindowWatch.prototype, "closedFor").mockRejectedValue(new TypeError("x is not a function"));
    expect((await send(shift)).text.split("\n")).toEqual([`Send a message ${failed}`, "Nothing was sent."]);
    expect(shift.sandbox.requests()).toEqual([]);
  });

  test.each([
    ["a fault of ours", new TypeError("x is not a function")],
    ["cut off", new KapsoError({ kind: "aborted", title: "cancelled", retryable: "L", requestSent: true })],
  ])("in looking for advice leaves a refusal as it is: %s", async (_, fault) => {
    shift = await startShift();
    vi.spyOn(TemplateAdviser.prototype, "explain").mockRejectedValue(fault);
    // The customer has just written: the service is asked twice.
    await shift.fault({ match: { method: "POST" }, failure: "131047", times: 2 });
    expect((await send(shift)).text).toMatch(/code 131047[\s\S]*Nothing was sent\./);
  });
});

describe("a write whose effect is not known says so", () => {
  test("when the proxy times out after the effect", async () => {
    shift = await startShift();
    await shift.fault({
      match: { method: "PATCH" },
      status: 504,
      effect: true,
      body: { error: "Kapso proxy timeout" },
    });
    const { text } = await shift.call("update_contact", { wa_id: SANDBOX.openCustomer, display_name: "Changed" });
    expect(text).toContain("It is not known whether anything was changed; the same call again does no harm.");
    expect((await shift.call("get_contact", { wa_id: SANDBOX.openCustomer })).data.display_name).toBe("Changed");
  });

  test("and one whose read-back fails is a success", async () => {
    shift = await startShift();
    await shift.fault({ match: { method: "GET" }, status: 403, body: { error: "Forbidden" } });
    const { isError, data } = await shift.call("update_contact", {
      wa_id: SANDBOX.openCustomer,
      display_name: "Changed",
    });
    expect(isError).toBe(false);
    expect(data).toEqual({ wa_id: SANDBOX.openCustomer.slice(1) });
  });
});

test("one odd row does not make a page unreadable", async () => {
  const rows = [
    { id: "wamid.A", timestamp: "1795183391", type: "location", location: null },
    { id: "wamid.B", timestamp: "1795183391", type: "location", location: {} },
    { id: "wamid.C", timestamp: "1795183391", type: "text", text: { body: "hi" }, errors: [{ code: "131047" }] },
    { id: "wamid.D", timestamp: "1795183391", type: "image", image: null, kapso: { media_data: { byte_size: "12" } } },
  ];
  const on = await against((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: rows })),
  );
  const { data } = await on.call("list_messages");
  expect(data.data.map((row: { message_id: string }) => row.message_id)).toEqual(rows.map(({ id }) => id));
  expect(data.data[2].text).toBe("hi");
});

test("after each failure the next call works", async () => {
  shift = await startShift({ kapso: { sleep: async () => undefined } });
  for (const fault of [{ reset: "before" }, { status: 500 }, { status: 404 }]) {
    await shift.fault({ match: { method: "GET" }, ...fault, times: 1 });
    await list(shift);
    expect((await list(shift)).isError).toBe(false);
  }
});
