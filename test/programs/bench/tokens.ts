import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { request } from "undici";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { type Launch, startHttp } from "./children.ts";
import { atMost, type Figure } from "./figures.ts";
import { mcpPeer, type Peer } from "./peers.ts";

/** Each list, and what a page of it may cost. */
const LISTS: readonly [tool: string, args: object, most: number][] = [
  ["list_conversations", {}, 0.5],
  ["list_messages", { conversation_id: SANDBOX.everyTypeConversationId }, 0.6],
  ["list_messages", {}, 0.6],
  ["list_contacts", {}, 0.4],
  ["list_calls", {}, 0.35],
  ["list_templates", {}, 0.6],
];
const LIMIT = 20;
const tokensOf = (text: string) => encode(text).length;

/** What a model reads of a page of 20, over the raw JSON of the same rows with the same selector. */
export async function measureTokens(launch: Launch): Promise<Figure[]> {
  const server = await startHttp("product", { ...launch, flags: ["--toolsets", "all"] });
  const peer = await mcpPeer(server.origin, "2026-07-28");
  const figures: Figure[] = [];
  for (const list of LISTS) figures.push(...(await ofList(list, peer, launch.sandbox)));
  figures.push(await ofConversation(peer, launch.sandbox));
  await peer.close();
  await server.stop();
  return figures;
}

async function ofList([tool, args, most]: (typeof LISTS)[number], peer: Peer, sandbox: string): Promise<Figure[]> {
  await request(`${sandbox}/_sandbox/requests`, { method: "DELETE" });
  const { content, structuredContent } = await peer.call(tool, { ...args, limit: LIMIT });
  const { text, rows } = await raw(sandbox);
  if (structuredContent?.data?.length !== rows) throw new Error(`${tool} did not show the same rows`);
  const target = atMost(most);
  const all = tokensOf(text);
  const of = Object.keys(args).length > 0 ? `${tool} of a conversation` : tool;
  const name = `tokens of ${of}, ${rows} rows, over the raw JSON`;
  return [
    {
      name: `${name}: content`,
      value: tokensOf(content.map((part: { text?: string }) => part.text ?? "").join("")) / all,
      target,
    },
    { name: `${name}: structuredContent`, value: tokensOf(JSON.stringify(structuredContent)) / all, target },
  ];
}

/** The tool that reads a conversation as a whole, over all that it asked the API for. */
async function ofConversation(peer: Peer, sandbox: string): Promise<Figure> {
  await request(`${sandbox}/_sandbox/requests`, { method: "DELETE" });
  const { structuredContent } = await peer.call("read_conversation", { conversation_id: SANDBOX.openConversationId });
  const asked = await requested(sandbox);
  const texts = await Promise.all(asked.map((each) => answerTo(each, sandbox)));
  const all = texts.map(tokensOf).reduce((sum, tokens) => sum + tokens, 0);
  const name = "tokens of read_conversation, over the raw JSON of all that it asks for";
  return { name, value: tokensOf(JSON.stringify(structuredContent)) / all };
}

/** The answer to the first request that the call made, asked for again. */
async function raw(sandbox: string): Promise<{ text: string; rows: number }> {
  const [first] = await requested(sandbox);
  if (first === undefined) throw new Error("the call asked for nothing");
  const text = await answerTo(first, sandbox);
  return { text, rows: JSON.parse(text).data.length };
}

interface Asked {
  path: string;
  query: Record<string, string>;
}

async function requested(sandbox: string): Promise<Asked[]> {
  const log = await (await request(`${sandbox}/_sandbox/requests`)).body.json();
  return (log as { data: Asked[] }).data;
}

async function answerTo({ path, query }: Asked, sandbox: string): Promise<string> {
  const url = new URL(path, sandbox);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return (await request(url, { headers: { "x-api-key": SANDBOX.apiKey } })).body.text();
}
