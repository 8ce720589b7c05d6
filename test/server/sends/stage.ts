import { SANDBOX } from "../../../src/sandbox/index.ts";
import { type Shift, startShift } from "../../helpers/harness.ts";

export const OPEN = SANDBOX.openCustomer;
export const CLOSED = SANDBOX.closedCustomer;

/** A stored text as a judge looks at it: the sandbox's, not the server's own idea. */
interface Stored {
  id: string;
  text: string;
}

export interface SendStage extends Shift {
  text(text: string, more?: Record<string, unknown>): ReturnType<Shift["call"]>;
  /** What stands in the sandbox's store, sent to this person, oldest first. */
  stored(to?: string): Stored[];
  /** Requests to the API by method. */
  count(method?: string): number;
}

export async function sendStage(options: Parameters<typeof startShift>[0] = {}): Promise<SendStage> {
  const shift = await startShift(options);
  // The client learns how this host spells numbers, so that no later look asks twice.
  await shift.call("list_conversations", { phone_number: OPEN }).catch(() => {});
  shift.sandbox.reset();
  return Object.assign(shift, {
    text: (text: string, more: Record<string, unknown> = {}) =>
      shift.call("send_message", { to: OPEN, type: "text", text, ...more }),
    stored: (to: string = OPEN) => storedTexts(shift, to),
    count: (method?: string) =>
      shift.sandbox.requests().filter((request) => method === undefined || request.method === method).length,
  });
}

export function storedTexts({ sandbox }: Pick<Shift, "sandbox">, to: string): Stored[] {
  return [...sandbox.world.messages.all()]
    .filter(({ direction, conversation }) => direction === "outbound" && `+${conversation.contact.waId}` === to)
    .map(({ id, payload, type }) => ({ id, text: type === "text" ? bodyOf(payload) : type }));
}

function bodyOf(payload: unknown): string {
  return typeof payload === "object" && payload !== null && "body" in payload ? String(payload.body) : "";
}
