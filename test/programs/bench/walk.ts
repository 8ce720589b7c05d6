import { Agent, request } from "undici";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { startPlanted, startStdio } from "./children.ts";
import { atMost, type Figure, ofRounds, type Scale, timed } from "./figures.ts";
import { type Peer, stdioPeer } from "./peers.ts";

const PAGE = 100;
const FIELDS = "kapso(direction,status,whatsapp_conversation_id,contact_name,content,media_data)";

/** All stored messages, page by page: `list_messages` on stdio, against undici with the cursors of the answers. */
export async function measureWalk({ walked, rounds }: Scale): Promise<Figure[]> {
  const sandbox = await startPlanted(walked);
  const peer = await stdioPeer(startStdio("product", { sandbox: sandbox.origin }));
  const floor = await stdioPeer(startStdio("floor", { sandbox: sandbox.origin, list: messagesUrl(sandbox.origin) }));
  const agent = new Agent();
  const times = { product: [] as number[], undici: [] as number[], floor: [] as number[] };
  const walks = Math.min(rounds, 7);
  for (let round = -1; round < walks; round++) {
    const own = await timed(() => walkTools(peer, walked));
    const least = await timed(() => walkPages(agent, sandbox.origin, walked));
    const pages = await timed(() => readPages(floor, walked));
    if (round < 0) continue;
    times.product.push(own);
    times.undici.push(least);
    times.floor.push(pages);
  }
  await Promise.all([peer.close(), floor.close(), agent.destroy(), sandbox.stop()]);
  const ratios = times.product.map((ms, round) => ms / (times.undici[round] ?? Number.NaN));
  const name = `walking ${walked.toLocaleString("en")} messages by cursor`;
  return [
    ofRounds(`${name}, over (a)`, ratios, { target: atMost(1.3) }),
    ofRounds(`${name}: the product`, times.product, { unit: "ms" }),
    ofRounds(`${name}: (a) undici`, times.undici, { unit: "ms" }),
    ofRounds(`${name}: (b) the floor, which reads as many pages`, times.floor, { unit: "ms" }),
  ];
}

async function walkTools(peer: Peer, least: number): Promise<void> {
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { structuredContent } = await peer.call("list_messages", { limit: PAGE, ...(after && { after }) });
    for (const { message_id } of structuredContent.data) seen.add(message_id);
    after = structuredContent.next_cursor;
    if (after === undefined) break;
  }
  if (seen.size < least) throw new Error(`the walk saw ${seen.size} messages`);
}

/** The floor knows no cursors: its first page, as often as there are pages. */
async function readPages(floor: Peer, least: number): Promise<void> {
  for (let rows = 0; rows < least; rows += PAGE) {
    const { structuredContent } = await floor.call("list_conversations", { limit: PAGE });
    if (structuredContent?.data?.length !== PAGE) throw new Error("not the page that was asked for");
  }
}

const messagesUrl = (sandbox: string) => `${sandbox}/api/meta/v23.0/${SANDBOX.phoneNumberId}/messages?fields=${FIELDS}`;

async function walkPages(agent: Agent, sandbox: string, least: number): Promise<void> {
  const seen = new Set<string>();
  const url = `${messagesUrl(sandbox)}&limit=${PAGE}`;
  for (let after: string | undefined; ; ) {
    const from = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
    const { body } = await request(url + from, { dispatcher: agent, headers: { "x-api-key": SANDBOX.apiKey } });
    const page = (await body.json()) as { data: { id: string }[]; paging?: { cursors?: { after?: string } } };
    for (const { id } of page.data) seen.add(id);
    after = page.paging?.cursors?.after ?? undefined;
    if (after === undefined) break;
  }
  if (seen.size < least) throw new Error(`the walk saw ${seen.size} messages`);
}
