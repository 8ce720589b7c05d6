import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { storedTexts } from "../server/sends/stage.ts";
import { type Answer, type Shift, startShift } from "./harness.ts";

/** A support shift of 25 steps, as an agent works it; at the end the sandbox's state says whether the work was done. */

const OPEN = SANDBOX.openCustomer;
const CLOSED = SANDBOX.closedCustomer;
const CONVERSATION = SANDBOX.openConversationId;

let shift: Shift;
/** What the customer does while the agent waits. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  let ms = 0;
  const timer = (sandbox: Shift["sandbox"]) => ({
    now: () => ms,
    async pause(length: number, signal: AbortSignal) {
      signal.throwIfAborted();
      const happens = meanwhile;
      meanwhile = undefined;
      await happens?.();
      sandbox.advance(length / 1_000);
      ms += length;
    },
    after: () => () => {},
  });
  shift = await startShift({ timer });
});
afterAll(() => shift.close());

let steps = 0;
async function step(name: string, args: Record<string, unknown> = {}): Promise<Answer> {
  steps += 1;
  return shift.call(name, args);
}

async function well(name: string, args: Record<string, unknown> = {}): Promise<Answer["data"]> {
  const answer = await step(name, args);
  expect(answer.isError, `step ${steps}, ${name}: ${answer.text}`).toBe(false);
  return answer.data;
}

/** Types of what customers were sent. */
const sentTo = (to: string) => storedTexts(shift, to).map(({ text }) => text);
const failing = (name: string) => SANDBOX.magicRecipients.find((each) => each.name === name)?.number ?? "";

test("a shift of 25 steps", async () => {
  const before = { open: sentTo(OPEN).length, closed: sentTo(CLOSED).length };

  // Triage, and the one customer who asked.
  const waiting = await well("list_waiting_conversations", { limit: 10 });
  const ids = waiting.data.map((row: { conversation_id: string }) => row.conversation_id);
  expect(ids).toContain(CONVERSATION);
  const read = await well("read_conversation", { conversation_id: CONVERSATION });
  expect(read.window.open).toBe(true);
  const question = read.timeline.findLast((event: { message_id?: string }) => event.message_id !== undefined);
  await well("mark_message_read", { message_id: question.message_id, typing_indicator: true });

  // The answer, with the message that was seen; it arrives.
  const seen = { to: OPEN, last_seen_message_id: read.last_seen_message_id };
  const answer = await well("send_message", { ...seen, type: "text", text: "Which one was it? A photo would help." });
  expect(answer.status).toBe("accepted");
  const arrived = await well("wait_for_message_status", { message_id: answer.message_id });
  expect(arrived).toMatchObject({ reached: true });

  // A photo comes in, and is seen.
  const media_id = SANDBOX.media.png;
  meanwhile = () => shift.inbound({ from: OPEN, image: { id: media_id, caption: "This one" } });
  const reply = await well("wait_for_reply", { conversation_id: CONVERSATION, after_message_id: answer.message_id });
  expect(reply.messages).toMatchObject([{ type: "image", caption: "This one", media: { media_id } }]);
  const photo = await step("download_media", { media_id });
  expect(photo.attachments[0]).toMatchObject({ type: "image" });

  // Somebody writes in between: nothing goes out until it was read.
  await shift.inbound({ from: OPEN, text: "The left one, please" });
  const early = { to: OPEN, last_seen_message_id: reply.last_seen_message_id };
  const stopped = await well("send_message", { ...early, type: "text", text: "The right one, then?" });
  expect(stopped).toMatchObject({ status: "not_sent", newer_messages: [{ text: "The left one, please" }] });

  // A document goes out, and a question with buttons; the customer taps.
  await writeFile(path.join(shift.mediaDir, "offer.pdf"), "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
  const upload = await well("upload_media", { file_path: "offer.pdf" });
  const document = { to: OPEN, type: "document", media_id: upload.media_id, filename: "offer.pdf" };
  await well("send_message", document);
  const buttons = [
    { id: "take", title: "I take it" },
    { id: "leave", title: "No, thanks" },
  ];
  const asked = await well("send_interactive_message", {
    to: OPEN,
    kind: "button",
    body: "Shall we deliver?",
    buttons,
  });
  const button_reply = { id: "take", title: "I take it" };
  meanwhile = () =>
    shift.inbound({
      from: OPEN,
      context: { message_id: asked.message_id },
      interactive: { type: "button_reply", button_reply },
    });
  const choice = await well("wait_for_reply", { conversation_id: CONVERSATION, after_message_id: asked.message_id });
  expect(choice.messages).toMatchObject([{ reply: { id: "take" } }]);
  await well("send_reaction", { to: OPEN, message_id: choice.last_seen_message_id, emoji: "👍" });
  const twice = await well("send_message", document);
  expect(twice.deduplicated).toBe(true);

  // A customer who was silent for long: a template in place of the message.
  const closed = await step("send_message", { to: CLOSED, type: "text", text: "Seu pedido está pronto" });
  expect(closed.text).toContain("The 24-hour window is closed");
  const [, offer = "{}"] = /^- (\{.*pedido_pronto.*\}), which says "/m.exec(closed.text) ?? [];
  const { to: _, ...filling } = { ...JSON.parse(offer), body: [{ text: "Camila" }, { text: "7731" }] };
  const preview = await well("preview_template", filling);
  expect(preview).toMatchObject({ ready: true, message: { body: expect.stringContaining("Camila") } });
  const template = await well("send_template_message", { to: CLOSED, ...filling });
  expect(await well("wait_for_message_status", { message_id: template.message_id, until: "delivered" })).toMatchObject({
    reached: true,
  });

  // A send that fails after it was accepted is explained.
  const lost = await well("send_message", { to: failing("later_undeliverable"), type: "text", text: "Hello?" });
  const failed = await well("wait_for_message_status", { message_id: lost.message_id });
  expect(failed).toMatchObject({ status: "failed", reached: false, error: { code: 131026 } });
  expect(failed.error.next_step).toContain("Check the number");

  // The records, and the end of the conversation.
  await well("update_contact", { wa_id: OPEN, metadata: { segment: "gold", last_topic: "delivery" } });
  await well("list_calls", { limit: 5 });
  await well("update_conversation", { conversation_id: CONVERSATION, status: "ended" });
  const exported = await well("export_messages", { conversation_id: CONVERSATION, file_format: "markdown" });
  const still = await well("list_waiting_conversations", { limit: 50 });

  // What the sandbox has, and not what the server says.
  expect(steps).toBe(25);
  expect(sentTo(OPEN).slice(before.open)).toEqual([
    "Which one was it? A photo would help.",
    "document",
    "interactive",
    "reaction",
  ]);
  expect(sentTo(CLOSED).slice(before.closed)).toEqual(["template"]);
  const { world } = shift.sandbox;
  const contact = [...world.messages.all()].find(({ id }) => id === answer.message_id)?.conversation.contact;
  expect(contact?.metadata).toMatchObject({ segment: "gold", last_topic: "delivery" });
  const conversation = [...world.messages.all()].find(({ id }) => id === answer.message_id)?.conversation;
  expect(conversation?.status).toBe("ended");
  expect(still.data.map((row: { conversation_id: string }) => row.conversation_id)).not.toContain(CONVERSATION);
  expect(await readFile(exported.file_path, "utf8")).toContain("The left one, please");
});
