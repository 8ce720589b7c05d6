import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** What a process says of itself after it has collected its garbage. */
export interface Vitals {
  heapUsed: number;
  rss: number;
  /** What keeps the process alive, by kind: sockets, timers, servers. */
  resources: Record<string, number>;
}

/** Loaded into the program by node's own flag, so that nothing of it ships. What has just ended has time to go. */
const SOURCE = `process.on("message", () => {
  gc();
  setTimeout(() => {
    gc();
    const resources = {};
    for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
    const { heapUsed, rss } = process.memoryUsage();
    process.send({ heapUsed, rss, resources });
  }, 300);
});
process.channel.unref();`;

/** Flags of node for a child that is to answer; it also needs an IPC channel. */
export const PROBED = ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(SOURCE)}`];

export async function vitalsOf(child: ChildProcess): Promise<Vitals> {
  const answer = once(child, "message");
  child.send("vitals");
  const [vitals] = await answer;
  return vitals as Vitals;
}
