import { SANDBOX } from "../../src/sandbox/index.ts";
import type { Answer, Shift } from "../harness.ts";
import { startShift } from "../harness.ts";
import { PHOTO } from "../photo.ts";
import { Line } from "./line.ts";

/** The four kinds of tools, as far as faults treat them differently. */
export interface Kind {
  tool: string;
  method: "GET" | "POST" | "DELETE";
  args: Record<string, unknown>;
  done: string;
}

export const KINDS = {
  read: { tool: "list_contacts", method: "GET", args: { limit: 2 }, done: "" },
  send: {
    tool: "send_message",
    method: "POST",
    args: { to: SANDBOX.openCustomer, type: "text", text: "Your sofa is ready" },
    done: "sent",
  },
  delete: { tool: "delete_media", method: "DELETE", args: { media_id: SANDBOX.media.png }, done: "changed" },
  upload: { tool: "upload_media", method: "POST", args: { data_base64: PHOTO }, done: "changed" },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** A shift whose requests go over a line. */
export interface Wired {
  shift: Shift;
  line: Line;
  run(kind: KindName): Promise<Answer>;
  /** Writes of this kind that took effect. */
  effects(kind: KindName): number;
  close(): Promise<void>;
}

export async function wired(kapso: NonNullable<Parameters<typeof startShift>[0]>["kapso"] = {}): Promise<Wired> {
  const line = new Line();
  await line.open();
  const shift = await startShift({ kapso: { baseUrl: line.baseUrl, sleep: async () => {}, ...kapso } });
  line.sandbox = shift.sandbox;
  return {
    shift,
    line,
    run: (kind) => shift.call(KINDS[kind].tool, KINDS[kind].args),
    effects: (kind) =>
      shift.sandbox.requests().filter(({ method, status }) => {
        const { method: own } = KINDS[kind];
        return own !== "GET" && method === own && status !== null && status < 300;
      }).length,
    async close() {
      await shift.close();
      await line.close();
    },
  };
}
