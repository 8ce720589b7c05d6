import { describe, expect, test } from "vitest";
import { accepted } from "../kapso/scripted-server.ts";
import { EXAMPLES, ORDER } from "./contract/interactive-args.ts";
import { type Args, contractExamples, faultsOf, NOW, run } from "./direct.ts";

const TOOL = "send_interactive_message";
const BR = "+5511987650042";

const contract = contractExamples("interactive");

test("there is an example of each of the 17 kinds", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(contract).sort());
  expect(Object.keys(EXAMPLES)).toHaveLength(17);
});

test.each(Object.entries(EXAMPLES))("%s is sent as the contract has it", async (kind, args) => {
  const { asked, data } = await run(TOOL, { kind, ...args }, [accepted()]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ method: "POST", path: "/418290563317745/messages", query: {} });
  expect(asked[0]?.body).toEqual({ recipient_type: "individual", ...(contract[kind] as Args) });
  expect(data).toMatchObject({ status: "accepted", message_id: "wamid.OUT1" });
  expect(data.warnings).toBeUndefined();
});

describe("variants beside the contract's examples", () => {
  const body = "b";
  const wire = async (args: Args) => (await run(TOOL, { to: BR, ...args }, [accepted()])).asked[0]?.body.interactive;

  test("media headers by link, with a document's name", async () => {
    const link = "https://cdn.example/a";
    const buttons = [{ id: "a", title: "A" }];
    expect(
      await wire({
        kind: "button",
        body,
        buttons,
        header_type: "document",
        header_link: link,
        header_filename: "a.pdf",
      }),
    ).toMatchObject({ header: { type: "document", document: { link, filename: "a.pdf" } } });
    expect(await wire({ kind: "button", body, buttons, header_type: "video", header_link: link })).toMatchObject({
      header: { type: "video", video: { link } },
    });
  });

  test("a flow by name, as a draft, with what it needs and nothing else", async () => {
    expect(
      await wire({ kind: "flow", body, button_text: "Go", flow_name: "survey", flow_mode: "draft" }),
    ).toMatchObject({
      action: {
        name: "flow",
        parameters: { flow_message_version: "3", flow_cta: "Go", flow_name: "survey", mode: "draft" },
      },
    });
  });

  test("kinds whose parameters are all optional send none", async () => {
    expect(await wire({ kind: "voice_call", body })).toEqual({
      type: "voice_call",
      body: { text: body },
      action: { name: "voice_call" },
    });
    expect(await wire({ kind: "catalog_message", body })).toMatchObject({ action: { name: "catalog_message" } });
    expect(await wire({ kind: "call_permission_request" })).toEqual({
      type: "call_permission_request",
      action: { name: "call_permission_request" },
    });
    expect(await wire({ kind: "address_message", to: "+919820011745", body })).toMatchObject({
      action: { name: "address_message", parameters: { country: "IN" } },
    });
  });

  test("India pays through a gateway", async () => {
    const amount = { value: 100, offset: 100 };
    const order_details = {
      reference_id: "ord-1",
      type: "digital-goods",
      payment_type: "upi",
      currency: "INR",
      payment_settings: [
        { type: "payment_gateway", payment_gateway: { type: "razorpay", configuration_name: "main", razorpay: {} } },
      ],
      total_amount: amount,
      order: {
        status: "pending",
        items: [{ retailer_id: "a", name: "A", amount: { value: 120, offset: 100 }, sale_amount: amount, quantity: 1 }],
        subtotal: amount,
        tax: { value: 0, offset: 100 },
      },
    };
    const sent = await wire({ kind: "order_details", to: "+919820011745", body, order_details });
    expect(sent.action.parameters).toEqual(order_details);
  });

  test("quotes a message and carries callback data", async () => {
    const { asked } = await run(
      TOOL,
      { to: BR, kind: "request_contact_info", body, reply_to_message_id: "wamid.A", biz_opaque_callback_data: "x=1" },
      [accepted()],
    );
    expect(asked[0]?.body).toMatchObject({ context: { message_id: "wamid.A" }, biz_opaque_callback_data: "x=1" });
  });
});

describe("what only the clock can tell", () => {
  const expiring = (seconds: number) => {
    const expiration = { timestamp: String(NOW / 1000 + seconds), description: "Até amanhã" };
    const order_details = { ...ORDER, order: { ...ORDER.order, expiration } };
    return { to: BR, kind: "order_details", body: "b", order_details };
  };

  test("an order that expires in 299 s is refused before any request", async () => {
    const { asked, error } = await run(TOOL, expiring(299), [accepted()]);
    expect(error?.message).toContain("order_details.order.expiration.timestamp: must be at least 300 s ahead");
    expect(asked).toEqual([]);
  });

  test("an order that expires in 300 s is sent", async () => {
    const { asked } = await run(TOOL, expiring(300), [accepted()]);
    expect(asked).toHaveLength(1);
  });
});

test("a long flow label and an emoji in it are sent, with a warning", async () => {
  const label = `${"x".repeat(29)}✨`;
  const args = { to: BR, kind: "flow", body: "b", button_text: label, flow_id: "1184420093771506" };
  expect(faultsOf(TOOL, args)).toEqual([]);
  expect((await run(TOOL, args, [accepted()])).data.warnings).toEqual([
    expect.stringContaining("over 20 characters"),
    expect.stringContaining("emoji"),
  ]);
});
