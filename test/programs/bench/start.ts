import { type Launch, type Side, startHttp, startStdio } from "./children.ts";
import { atMost, type Figure, interleaved, median, ofRounds, type Scale, timed } from "./figures.ts";
import { mcpPeer, stdioPeer } from "./peers.ts";

/** What it takes until a host knows the tools. */

/** From spawn to the answer to `tools/list`, on stdio, with the default toolset. */
export async function measureStart(launch: Launch, { starts }: Scale): Promise<Figure[]> {
  const once = (side: Side) =>
    timed(async () => {
      const peer = await stdioPeer(startStdio(side, launch));
      await peer.request("tools/list");
      closing.push(peer.close());
    });
  const closing: Promise<void>[] = [];
  const times: Record<Side, number[]> = { product: [], floor: [] };
  for (let start = -1; start < starts; start++) {
    for (const side of ["product", "floor"] as const) {
      const ms = await once(side);
      await Promise.all(closing.splice(0));
      if (start >= 0) times[side].push(ms);
    }
  }
  const ratios = times.product.map((ms, start) => ms / (times.floor[start] ?? Number.NaN));
  return [
    ofRounds("start-up: spawn to answered tools/list, over (b)", ratios, { target: atMost(1.5) }),
    ofRounds("start-up: the product", times.product, { unit: "ms" }),
    ofRounds("start-up: (b) the floor", times.floor, { unit: "ms" }),
  ];
}

/** The list of all tools on `/mcp`, once it has been asked for, against the floor's list of one. */
export async function measureToolList(launch: Launch, scale: Scale): Promise<Figure[]> {
  const figures: Figure[] = [];
  const product = await startHttp("product", { ...launch, flags: ["--toolsets", "all"] });
  const floor = await startHttp("floor", launch);
  for (const revision of ["2025-11-25", "2026-07-28"] as const) {
    const own = await mcpPeer(product.origin, revision);
    const least = await mcpPeer(floor.origin, revision);
    const rounds = await interleaved(
      { product: () => own.request("tools/list"), floor: () => least.request("tools/list") },
      scale,
    );
    const over = rounds.map((round) => round.product - round.floor);
    const name = `tools/list of all tools on /mcp ${revision}, over (b)`;
    figures.push(ofRounds(name, over, { unit: "ms", target: atMost(3) }));
    const bytes = JSON.stringify(await own.request("tools/list")).length;
    figures.push({ name: `tools/list of all tools: size`, value: bytes / 1024, unit: "KiB" });
    figures.push({
      name: `tools/list of one tool on /mcp ${revision}: (b)`,
      value: median(rounds.map((r) => r.floor)),
      unit: "ms",
    });
    await Promise.all([own.close(), least.close()]);
  }
  await Promise.all([product.stop(), floor.stop()]);
  return figures;
}
