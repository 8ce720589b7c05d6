import { SANDBOX } from "../../src/sandbox/index.ts";
import type { Answer, Shift } from "../helpers/harness.ts";
import { startShift } from "../helpers/harness.ts";
import { PHOTO } from "../helpers/photo.ts";
import { Line } from "./line.ts";
import { SteppedTime } from "./stepped-time.ts";

/** The five kinds of tools, as far as faults treat them differently. */
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
  wait: { tool: "wait_for_reply", method: "GET", args: { conversation_id: SANDBOX.openConversationId }, done: "" },
} as const satisfies Record<string, Kind>;

/** What the customer writes to one who waits. */
export const REPLY = "Yes, on Friday";

export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** A shift whose requests go over a line. */
export interface Wired {
  shift: Shift;
  line: Line;
  time: SteppedTime;
  /** A call of this kind. To one that waits, the customer writes in its first pause. */
  run(kind: KindName): Promise<Answer>;
  /** Writes of this kind that took effect. */
  effects(kind: KindName): number;
  close(): Promise<void>;
}

export async function wired(kapso: NonNullable<Parameters<typeof startShift>[0]>["kapso"] = {}): Promise<Wired> {
  const line = new Line();
  await line.open();
  const time = new SteppedTime();
  const shift = await startShift({
    timer: () => time,
    kapso: { baseUrl: line.baseUrl, sleep: async () => {}, ...kapso },
  });
  line.sandbox = shift.sandbox;
  const reply = (pause: number) => pause === 1 && shift.inbound({ from: SANDBOX.openCustomer, text: { body: REPLY } });
  return {
    shift,
    line,
    time,
    run(kind) {
      time.restart(reply);
      return shift.call(KINDS[kind].tool, KINDS[kind].args);
    },
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
