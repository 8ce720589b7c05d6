import { fileURLToPath } from "node:url";
/**
 * A support shift, as an agent sees it: the built server as a child over stdio on the sandbox, and a real MCP client.
 * `npm run demo`. Ends with a non-zero code when a step does not come out as it should.
 */

import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Answer, readAnswer } from "../helpers/harness.ts";
import { PHOTO } from "../helpers/photo.ts";

const SERVER = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const TEMPLATE = SANDBOX.templates.twoParameters;
const WIDTH = 108;
let steps = 0;

const client = new Client(
  { name: "demo", version: "1.0.0" },
  { versionNegotiation: { mode: "auto" }, capabilities: { elicitation: {} } },
);
client.setRequestHandler("elicitation/create", ({ params }) => {
  show(`[a person is asked] ${params.message.replaceAll("\n", " | ")}`);
  show("[the person says] yes");
  return { action: "accept", content: { confirm: true } };
});
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [SERVER, "--sandbox", "--log-level", "error", "--deny", SANDBOX.unreadCustomer],
  stderr: "inherit",
});

try {
  await client.connect(transport);
  await shift();
  console.log(`\n${steps} steps, all as they should be.`);
} catch (error) {
  console.error(`\nThe demo failed at step ${steps}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await client.close();
}

async function shift(): Promise<void> {
  const { tools } = await client.listTools();
  step(`What can I do? ${tools.length} tools`);
  show(tools.map((tool) => tool.name).join(", "));
  expect(tools.length > 10, "tools are offered");

  const customer = await findOpenConversation();
  await answer(customer);
  await repeatItself(customer);
  await sendPhoto(customer);
  await askByButtons(customer);
  await meetARule();
  await meetClosedWindow();
  await makeMistakes();
  await keepRecords(customer);
}

async function findOpenConversation(): Promise<{ conversation_id: string; phone_number: string }> {
  step("Who is there? The first page of conversations, then the next by cursor");
  const first = await call("list_conversations", { status: "active", limit: 5 });
  const second = await call("list_conversations", { status: "active", limit: 5, after: first.data.next_cursor });
  expect(second.data.count > 0 && second.data.previous_cursor !== undefined, "the cursor leads to a second page");
  const ids = [...first.data.data, ...second.data.data].map((row) => row.conversation_id);
  expect(new Set(ids).size === ids.length, "no row comes twice");

  step("One customer's conversation");
  return (await call("get_conversation", { conversation_id: SANDBOX.openConversationId })).data;
}

async function answer({ conversation_id, phone_number }: { conversation_id: string; phone_number: string }) {
  step("What did they write?");
  const { data } = await call("list_messages", { conversation_id, limit: 3 });
  const question = data.data.find((message: { direction: string }) => message.direction === "inbound");
  expect(question !== undefined, "the customer wrote");

  step("Answer, quoting the question, and show that it was read");
  await call("mark_message_read", { message_id: question.message_id, typing_indicator: true });
  const sent = await call("send_message", {
    to: phone_number,
    type: "text",
    text: "Hello! Your order is ready for pick-up until 19:00.",
    reply_to_message_id: question.message_id,
  });
  await followDelivery(sent.data.message_id);
}

async function followDelivery(message_id: string): Promise<void> {
  step("Did it arrive? The status changes as the message travels");
  const seen: string[] = [];
  for (let tries = 0; tries < 50 && seen.at(-1) !== "delivered"; tries += 1) {
    const { data } = await quietCall("get_message", { message_id });
    if (seen.at(-1) !== data.status) seen.push(data.status);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  show(seen.join(" -> "));
  expect(seen.at(-1) === "delivered" && seen.length > 1, "the message is delivered");
}

async function repeatItself({ conversation_id, phone_number }: { conversation_id: string; phone_number: string }) {
  step("The agent forgets itself and sends the same again: it is caught, nothing goes out");
  const { data } = await quietCall("list_messages", { conversation_id, limit: 1 });
  const [last] = data.data;
  const again = await call("send_message", {
    to: phone_number,
    type: "text",
    text: last.text,
    reply_to_message_id: last.reply_to_message_id,
  });
  expect(again.data.deduplicated === true && again.data.message_id === last.message_id, "the double is caught");

  step("Another agent has answered in the meantime: nothing goes out, and the newer message comes back");
  const late = await call("send_message", {
    to: phone_number,
    type: "text",
    text: "We are open until 19:00.",
    last_seen_message_id: last.reply_to_message_id,
  });
  expect(late.data.status === "not_sent" && late.data.newer_messages.length === 1, "the newer message comes back");
}

async function meetARule(): Promise<void> {
  step("The operator has denied this customer: the rule is named, nothing leaves");
  const refused = await call("send_message", { to: SANDBOX.unreadCustomer, type: "text", text: "hi" });
  expect(refused.isError && refused.text.includes("KAPSO_DENY"), "the rule refuses");
}

async function sendPhoto({ phone_number }: { phone_number: string }): Promise<void> {
  step("Send a photo: upload it, then send it by its id");
  const uploaded = await call("upload_media", { data_base64: PHOTO, filename: "shelf.png" });
  await call("send_message", {
    to: phone_number,
    type: "image",
    media_id: uploaded.data.media_id,
    caption: "The shelf, as it stands in the shop",
  });
  const seen = await call("download_media", { media_id: uploaded.data.media_id });
  expect(seen.attachments[0]?.mimeType === "image/png", "the photo comes back as an image");

  step("Delete the upload: a person is asked first");
  const deleted = await call("delete_media", { media_id: uploaded.data.media_id });
  expect(!deleted.isError, "the person agrees, and it is deleted");
}

async function meetClosedWindow(): Promise<void> {
  step("A customer who wrote long ago: the 24-hour window is closed, and the error says what to do");
  const to = SANDBOX.closedCustomer;
  const refused = await call("send_message", {
    to,
    type: "text",
    text: "O seu pedido 7731 está pronto.",
  });
  expect(
    refused.isError && /24-hour window is closed/.test(refused.text) && /Next: /.test(refused.text),
    "the refusal is explained",
  );
  const offer = refused.text.split("\n").find((line) => line.startsWith("- {") && line.includes(TEMPLATE.name));
  expect(offer !== undefined, "it offers a template, ready to fill");

  step("What will the customer see?");
  const { name: preview, language: code } = TEMPLATE;
  const shown = await call("preview_template", {
    template_name: preview,
    language: code,
    body: [{ text: "Rafa" }, { text: "7731" }],
  });
  expect(shown.data.ready === true, "the template is ready to send");

  step("A value short: it is refused, and nothing is sent. Then as it should be");
  const { name: template_name, language } = TEMPLATE;
  const short = await call("send_template_message", { to, template_name, language, body: [{ text: "Rafa" }] });
  expect(short.isError && short.text.includes("Nothing was sent"), "a missing value is refused");
  const body = [{ text: "Rafa" }, { text: "7731" }];
  const sent = await call("send_template_message", { to, template_name, language, body });
  expect(sent.data.status === "accepted", "the template is accepted");
}

async function makeMistakes(): Promise<void> {
  step("Wrong calls: nothing leaves, and the errors name the fields");
  const wrong = await call("send_message", {
    to: "call me",
    type: "image",
    text: "hi",
    link: "http://example.org/a.png",
  });
  expect(wrong.isError && /to: must be a phone number/.test(wrong.text), "the faults are named");
  const definition = await call("create_template", {
    template_name: "order_ready",
    language: "en",
    category: "UTILITY",
    components: [{ type: "BODY", text: "{{1}}, your order is ready." }],
  });
  expect(definition.isError && /variable/.test(definition.text), "the template's faults are named");
}

async function askByButtons({ phone_number }: { phone_number: string }): Promise<void> {
  step("A question with buttons");
  const sent = await call("send_interactive_message", {
    to: phone_number,
    kind: "button",
    body: "Shall we keep it for you until tomorrow?",
    buttons: [
      { id: "keep:yes", title: "Yes, please" },
      { id: "keep:no", title: "No" },
    ],
  });
  expect(sent.data.status === "accepted", "the question is accepted");
}

async function keepRecords({ phone_number, conversation_id }: { phone_number: string; conversation_id: string }) {
  step("Keep the customer's card");
  const contact = await call("update_contact", { wa_id: phone_number, metadata: { last_topic: "pick-up" } });
  expect(contact.data.metadata.last_topic === "pick-up", "the contact is updated");

  step("Who called?");
  const calls = await call("list_calls", { limit: 2 });
  expect(calls.data.count === 2, "calls are listed");

  step("Done: close the conversation");
  const closed = await call("update_conversation", { conversation_id, status: "ended" });
  expect(closed.data.status === "ended", "the conversation is ended");
}

async function call(name: string, args: Record<string, unknown>): Promise<Answer> {
  const given = JSON.stringify(args);
  console.log(`  > ${name} ${given.length > WIDTH ? `${given.slice(0, WIDTH)}...` : given}`);
  const result = await quietCall(name, args);
  for (const { type, mimeType, data } of result.attachments)
    show(`[${type} ${mimeType}, ${data?.length} Base64 characters]`);
  show(result.text);
  return result;
}

async function quietCall(name: string, args: Record<string, unknown>): Promise<Answer> {
  return readAnswer(await client.callTool({ name, arguments: args }));
}

function step(text: string): void {
  steps += 1;
  console.log(`\n${steps}. ${text}`);
}

function show(text: string): void {
  for (const line of text.split("\n")) {
    console.log(`    ${line.length > 4 * WIDTH ? `${line.slice(0, 4 * WIDTH)}... (${line.length} characters)` : line}`);
  }
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected that ${what}`);
}
