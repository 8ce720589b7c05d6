import { expect, test } from "vitest";
import { createMetrics } from "../../src/transports/metrics.ts";

test("a turn of the event loop that takes long shows in the metrics, once", async () => {
  const metrics = createMetrics();
  const longest = async () =>
    Number(/kapso_mcp_event_loop_delay_seconds\{quantile="1"\} (\S+)/.exec(await metrics.text())?.[1]);
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 15));
  };
  await turns(3);
  const until = performance.now() + 1_000;
  while (performance.now() < until);
  await turns(3);
  expect(await longest()).toBeGreaterThan(0.9);
  await turns(3);
  expect(await longest()).toBeLessThan(0.9);
});
