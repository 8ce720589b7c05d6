import { Agent, request } from "undici";
import { SANDBOX } from "../../src/sandbox/constants.ts";
import { startPlanted, startStdio } from "./children.ts";
import { atMost, type Figure, ofRounds, type Scale, timed } from "./figures.ts";
import { type Peer, stdioPeer } from "./peers.ts";

const PAGE = 100;
const FIELDS = "kapso(direction,status,whatsapp_conversation_id,contact_name,content,media_data)";

/** All stored messages, page by page: `list_messages` on stdio, against undici with the cursors of the answers. */
export async function measureWalk({ walked, rounds }: Scale): Promise<Figure[]> {
  const sandbox = await startPlanted(walked);
  const peer = await stdioPeer(startStdio("product", { sandbox: sandbox.origin }));
  const agent = new Agent();
  const times = { product: [] as number[], undici: [] as number[] };
  const walks = Math.min(rounds, 7);
  for (let round = -1; round < walks; round++) {
    const own = await timed(() => walkTools(peer, walked));
    const least = await timed(() => walkPages(agent, sandbox.origin, walked));
    if (round < 0) continue;
    times.product.push(own);
    times.undici.push(least);
  }
  await Promise.all([peer.close(), agent.destroy(), sandbox.stop()]);
  const ratios = times.product.map((ms, round) => ms / (times.undici[round] ?? Number.NaN));
  const name = `walking ${walked.toLocaleString("en")} messages by cursor`;
  return [
    ofRounds(`${name}, over (a)`, ratios, { target: atMost(1.3) }),
    ofRounds(`${name}: the product`, times.product, { unit: "ms" }),
    ofRounds(`${name}: (a) undici`, times.undici, { unit: "ms" }),
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

async function walkPages(agent: Agent, sandbox: string, least: number): Promise<void> {
  const seen = new Set<string>();
  const url = `${sandbox}/api/meta/v23.0/${SANDBOX.phoneNumberId}/messages?fields=${FIELDS}&limit=${PAGE}`;
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
