import type { FlowStatus } from "./store.ts";

/** Flow names that always fare the same when they are published. */

export interface MagicFlow {
  name: string;
  effect: string;
}

const ENTRIES: readonly (MagicFlow & { becomes: FlowStatus | "refused" })[] = [
  {
    name: "sandbox_throttled",
    effect: "THROTTLED when published: ten messages an hour, then 132069.",
    becomes: "THROTTLED",
  },
  { name: "sandbox_blocked", effect: "BLOCKED when published: messages are refused with 132068.", becomes: "BLOCKED" },
  { name: "sandbox_integrity", effect: "Publishing is refused with 139000.", becomes: "refused" },
];

export const MAGIC_FLOWS: readonly MagicFlow[] = ENTRIES.map(({ becomes: _, ...shown }) => shown);

export function becomes(name: string): FlowStatus | "refused" {
  return ENTRIES.find((entry) => entry.name === name)?.becomes ?? "PUBLISHED";
}
