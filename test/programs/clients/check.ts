/**
 * `npm run clients`: clients of other projects see the picture of download_media, and pass a call whose arguments are
 * null and texts. They are installed by that command, into this folder, and are no part of `npm test`.
 */
import assert from "node:assert/strict";
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
import { MCPClient } from "@mastra/mcp";
import { Client as ClientV2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as StdioV2 } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { PROGRAM } from "../../helpers/program.ts";

const program = { command: process.execPath, args: [PROGRAM, "--sandbox", "--log-level", "silent"] };
const me = { name: "clients", version: "0.0.0" };
/** As some models write it, and as the schema has it. */
const SPELLED = { limit: "3", after: null, direction: "INBOUND" };
const STRICT = { limit: 3, direction: "inbound" };
const PICTURE = { media_id: SANDBOX.media.png };

interface Peer {
  /** Its own check of arguments refuses what the schema does not have, before anything leaves. */
  checksItself?: true;
  call(tool: string, args: Record<string, unknown>): Promise<unknown>;
  close(): Promise<void>;
}

const peers: Record<string, () => Promise<Peer>> = {
  async "MCP SDK v1"() {
    const client = new ClientV1(me);
    await client.connect(new StdioV1(program));
    return { call: (name, args) => client.callTool({ name, arguments: args }), close: () => client.close() };
  },
  async "MCP SDK v2"() {
    const client = new ClientV2(me);
    await client.connect(new StdioV2(program));
    return { call: (name, args) => client.callTool({ name, arguments: args }), close: () => client.close() };
  },
  async "AI SDK"() {
    const client = await createMCPClient({ transport: new StdioMCPTransport(program) });
    const tools = await client.tools();
    return {
      async call(name, args) {
        const tool = tools[name];
        assert.ok(tool, `no tool ${name}`);
        const output = await tool.execute(args, { toolCallId: "1", messages: [] });
        // What the model gets of it.
        return (await tool.toModelOutput?.({ toolCallId: "1", input: args, output })) ?? output;
      },
      close: () => client.close(),
    };
  },
  async Mastra() {
    const client = new MCPClient({ servers: { kapso: program } });
    const tools = await client.listTools();
    return {
      checksItself: true,
      async call(name, args) {
        const tool = tools[`kapso_${name}`];
        assert.ok(tool?.execute, `no tool ${name}`);
        return tool.execute(args, {});
      },
      close: () => client.disconnect(),
    };
  },
};

for (const [name, connect] of Object.entries(peers)) {
  const peer = await connect();
  try {
    const list = JSON.stringify(await peer.call("list_messages", peer.checksItself ? STRICT : SPELLED));
    assert.match(list, /\\?"count\\?":3/, `${name}: list_messages gave ${list.slice(0, 300)}`);
    const picture = JSON.stringify(await peer.call("download_media", PICTURE));
    assert.match(picture, /image\/png/, `${name}: download_media gave ${picture.slice(0, 300)}`);
    assert.match(picture, /iVBORw0KGgo/, `${name}: no bytes of the picture in ${picture.slice(0, 300)}`);
    const what = peer.checksItself
      ? "lets no other call through than the schema's"
      : "its call of nulls and texts is carried out";
    console.log(`${name}: sees the picture, and ${what}`);
  } finally {
    await peer.close();
  }
}
