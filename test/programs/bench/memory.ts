import { crowd } from "./calls.ts";
import { type Launch, startHttp } from "./children.ts";
import { atMost, type Figure, type Scale } from "./figures.ts";
import { mcpPeer } from "./peers.ts";
import { PROBED, vitalsOf } from "./probe.ts";

const MIB = 2 ** 20;

/** What of many calls stays in the heap, once all garbage is gone. */
export async function measureHeap(launch: Launch, { heapCalls: [few, many] }: Scale): Promise<Figure[]> {
  const server = await startHttp("product", { ...launch, node: PROBED, ipc: true });
  const peer = await mcpPeer(server.origin, "2026-07-28");
  await crowd(peer, few);
  const before = await vitalsOf(server.child);
  await crowd(peer, many - few);
  const after = await vitalsOf(server.child);
  await peer.close();
  await server.stop();
  const name = (what: string, calls: number) => `${what} after ${calls.toLocaleString("en")} calls`;
  return [
    {
      name: `${name("heap", many)} minus after ${few.toLocaleString("en")}`,
      value: (after.heapUsed - before.heapUsed) / MIB,
      unit: "MiB",
      target: atMost(5),
    },
    { name: name("heap", few), value: before.heapUsed / MIB, unit: "MiB" },
    { name: name("heap", many), value: after.heapUsed / MIB, unit: "MiB" },
    { name: name("resident memory", few), value: before.rss / MIB, unit: "MiB" },
    { name: name("resident memory", many), value: after.rss / MIB, unit: "MiB" },
  ];
}
