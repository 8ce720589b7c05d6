import { describe, expect, test } from "vitest";
import { connect, json, PHONE, reset, serve, text } from "./scripted-server.ts";

const FLOW = "1184420093771506";
const ok = json(200, { success: true });

describe("the JSON of a flow", () => {
  const asset = (download_url: string) => json(200, { data: [{ asset_type: "FLOW_JSON", download_url }] });

  test.each([
    "https://evil.example/flow.json",
    "http://mmg.whatsapp.net/flow.json",
    "https://kapso.ai.evil.example/flow.json",
    "https://user:pass@app.kapso.ai/flow.json",
    "file:///etc/passwd",
    "",
  ])("is not fetched from %j", async (link) => {
    const server = await serve(asset(link));
    const work = connect(server).kapso.flows.downloadJson(PHONE, FLOW);
    await expect(work).rejects.toMatchObject({ kind: "invalid_response", code: "host_not_allowed" });
    expect(server.requests).toHaveLength(1);
  });

  test("does not follow a redirect to another host", async () => {
    const server = await serve();
    server.script(asset(`${server.origin}/f`), text(302, "", { location: "https://evil.example/f" }));
    const work = connect(server).kapso.flows.downloadJson(PHONE, FLOW);
    await expect(work).rejects.toMatchObject({ code: "host_not_allowed" });
  });

  test("over 10 MB is not read", async () => {
    const server = await serve();
    const over = text(200, "x", { "content-length": String(10 * 1024 * 1024 + 1) });
    server.script(asset(`${server.origin}/f`), over);
    const work = connect(server).kapso.flows.downloadJson(PHONE, FLOW);
    await expect(work).rejects.toMatchObject({ code: "too_large" });
  });

  test("a flow without one says so", async () => {
    const server = await serve(json(200, { data: [] }));
    const work = connect(server).kapso.flows.downloadJson(PHONE, FLOW);
    await expect(work).rejects.toMatchObject({ title: "The flow has no JSON to download" });
  });

  test("the link stands in no event", async () => {
    const server = await serve();
    server.script(asset(`${server.origin}/f?token=secret`), text(200, "{}"));
    const { kapso, events } = connect(server);
    await kapso.flows.downloadJson(PHONE, FLOW);
    expect(events.map(({ path }) => path)).toEqual(["/{flow_id}/assets", "{flow asset url}"]);
  });
});

test("a flow that may have been created is unknown, and not created again", async () => {
  const server = await serve(reset);
  const work = connect(server).kapso.flows.create(PHONE, { name: "n", categories: ["OTHER"] });
  await expect(work).rejects.toMatchObject({ kind: "unknown_outcome", retryable: "A" });
  expect(server.requests).toHaveLength(1);
});

test("a change whose answer is lost may be repeated, and is not by itself", async () => {
  const server = await serve(reset, ok);
  const { kapso } = connect(server);
  await expect(kapso.flows.publish(PHONE, FLOW)).rejects.toMatchObject({ kind: "network" });
  await expect(kapso.flows.publish(PHONE, FLOW)).resolves.toEqual({ success: true });
});

test("an update of nothing, a bad id and a bad number are refused before any request", async () => {
  const server = await serve();
  const { flows } = connect(server).kapso;
  await expect(flows.update(PHONE, FLOW, {})).rejects.toMatchObject({ kind: "invalid_request", field: "name" });
  await expect(flows.get(PHONE, "12/../34")).rejects.toMatchObject({ field: "flow_id" });
  await expect(flows.delete("..", FLOW)).rejects.toMatchObject({ field: "phone_number_id" });
  expect(server.requests).toHaveLength(0);
});
