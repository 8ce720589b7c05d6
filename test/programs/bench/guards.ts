import { createKapso } from "../../../src/kapso/client.ts";
import { createLog } from "../../../src/log.ts";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { createSends } from "../../../src/server/sends/sends.ts";
import { message } from "../../../src/tools/definition/send.ts";
import type { Launch } from "./children.ts";
import { atMost, type Figure, interleaved, ofRounds, type Scale } from "./figures.ts";

/** What the guards add to a plain send: a text that nobody has sent before, to somebody who may be written to. */
export async function measureGuards({ sandbox }: Launch, { rounds, sends: calls }: Scale): Promise<Figure[]> {
  const { phoneNumberId, businessAccountId, apiKey, openCustomer: to } = SANDBOX;
  const kapso = createKapso({ baseUrl: `${sandbox}/api/meta`, graphVersion: "v23.0", apiKey, sendSpacingMs: 0 });
  const defaults = { phoneNumberId, businessAccountId };
  const { guard } = createSends({ dedupeSeconds: 300, defaults, selected: new Set() });
  const log = createLog("silent");
  const signal = new AbortController().signal;
  const request = { lastSeenMessageId: undefined, allowDuplicate: false };
  const reserve = () => ({ giveBack: () => undefined });
  let count = 0;
  const compose = () => {
    const body = { messaging_product: "whatsapp", to, type: "text", text: { body: `Hello ${++count}` } } as const;
    return message({ phoneNumberId, body, post: (options) => kapso.messages.send(phoneNumberId, body, options) });
  };
  const medians = await interleaved(
    {
      guarded: () => guard.deliver({ tool: "send_message", outgoing: compose(), request, kapso, signal, log, reserve }),
      plain: () => compose().leave({ signal }),
    },
    { rounds, calls },
  );
  await kapso.close({ drainMs: 1_000 });
  return [
    ofRounds(
      "guards on a plain send, over a send without",
      medians.map((round) => round.guarded / round.plain),
      {
        target: atMost(1.1),
      },
    ),
    ofRounds(
      "a plain send with guards",
      medians.map((round) => round.guarded),
      { unit: "ms" },
    ),
    ofRounds(
      "a plain send without",
      medians.map((round) => round.plain),
      { unit: "ms" },
    ),
  ];
}
