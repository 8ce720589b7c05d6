import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { Agent, request } from "undici";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { CONVERSATION_FIELDS, conversationsUrl, type Launch, type Side, startHttp, startStdio } from "./children.ts";
import { atLeast, atMost, type Figure, interleaved, ofRounds, type Scale, timed } from "./figures.ts";
import { mcpPeer, type Peer, ssePeer, stdioPeer, type TransportName } from "./peers.ts";

/** What a call costs: its latency on every transport, and how many get through at once. */

const LIMIT = 20;
const IN_FLIGHT = 32;

/** Peers of one side, on every transport. */
interface Served {
  peers: Record<TransportName, Peer>;
  close(): Promise<void>;
}

async function serveAll(side: Side, launch: Launch): Promise<Served> {
  const http = await startHttp(side, launch);
  const peers = {
    stdio: await stdioPeer(startStdio(side, launch)),
    SSE: await ssePeer(http.origin),
    "/mcp 2025-11-25": await mcpPeer(http.origin, "2025-11-25"),
    "/mcp 2026-07-28": await mcpPeer(http.origin, "2026-07-28"),
  };
  return {
    peers,
    async close() {
      await Promise.all(Object.values(peers).map((peer) => peer.close()));
      await http.stop();
    },
  };
}

/** Rows that came, on either side; a call that fails measures nothing. */
async function listConversations(peer: Peer): Promise<void> {
  const { structuredContent, isError } = await peer.call("list_conversations", { limit: LIMIT });
  if (isError || structuredContent?.data?.length !== LIMIT) throw new Error("not the page that was asked for");
}

/** Callers without MCP: undici itself, and the SDK of Kapso. */
function direct(sandbox: string) {
  const agent = new Agent();
  const kapso = new WhatsAppClient({ baseUrl: `${sandbox}/api/meta`, kapsoApiKey: SANDBOX.apiKey });
  const query = { phoneNumberId: SANDBOX.phoneNumberId, limit: LIMIT, fields: CONVERSATION_FIELDS };
  return {
    agent,
    async undici() {
      const headers = { accept: "application/json", "x-api-key": SANDBOX.apiKey };
      const { body } = await request(`${conversationsUrl(sandbox)}&limit=${LIMIT}`, { dispatcher: agent, headers });
      await body.json();
    },
    sdk: () => kapso.conversations.list(query),
  };
}

export async function measureCalls(launch: Launch, scale: Scale): Promise<Figure[]> {
  const product = await serveAll("product", launch);
  const floor = await serveAll("floor", launch);
  const { agent, undici, sdk } = direct(launch.sandbox);
  const figures: Figure[] = [];
  const absolute: Figure[] = [];
  const ms = (name: string, rounds: number[]) => absolute.push(ofRounds(name, rounds, { unit: "ms" }));
  for (const name of Object.keys(product.peers) as TransportName[]) {
    const rounds = await interleaved(
      { product: () => listConversations(product.peers[name]), floor: () => listConversations(floor.peers[name]) },
      scale,
    );
    const ratios = rounds.map((round) => round.product / round.floor);
    figures.push(ofRounds(`list_conversations on ${name}: latency over (b)`, ratios, { target: atMost(1.25) }));
    ms(
      `list_conversations on ${name}: the product`,
      rounds.map((round) => round.product),
    );
    ms(
      `list_conversations on ${name}: (b) the floor`,
      rounds.map((round) => round.floor),
    );
  }
  const rounds = await interleaved({ undici, sdk }, scale);
  ms(
    "conversations, asked of the sandbox directly: (a) undici",
    rounds.map((round) => round.undici),
  );
  ms(
    "conversations, asked of the sandbox directly: (c) Kapso's SDK",
    rounds.map((round) => round.sdk),
  );
  figures.push(...(await throughput(product, floor, scale)));
  await Promise.all([product.close(), floor.close(), agent.destroy()]);
  return [...figures, ...absolute];
}

/** Calls a second with 32 in flight, product over floor. */
async function throughput(product: Served, floor: Served, { rounds, calls }: Scale): Promise<Figure[]> {
  const figures: Figure[] = [];
  const crowded = calls * 5; // So many that a round takes a second or two.
  for (const name of ["stdio", "/mcp 2026-07-28"] as const) {
    const ratios: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const own = await timed(() => crowd(product.peers[name], crowded));
      const least = await timed(() => crowd(floor.peers[name], crowded));
      if (round >= 0) ratios.push(least / own);
    }
    figures.push(
      ofRounds(`throughput with ${IN_FLIGHT} in flight on ${name}, over (b)`, ratios, { target: atLeast(0.85) }),
    );
  }
  return figures;
}

/** So many calls, with 32 in flight. */
export async function crowd(peer: Peer, calls: number): Promise<void> {
  let left = calls;
  const one = async () => {
    while (left-- > 0) await listConversations(peer);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}
