import { SANDBOX } from "../constants.ts";
import { failureNames } from "../http/failures.ts";
import { iso } from "../world/clock.ts";
import type { World } from "../world/world.ts";

const ROUTES = [
  "GET /_sandbox/info",
  "POST /_sandbox/reset",
  'POST /_sandbox/clock {"advance_seconds": 60}',
  'POST /_sandbox/inbound {"from": "+447700900001", "text": "Hello"}',
  'POST /_sandbox/faults {"match": {"method": "POST", "path": "/messages$"}, "failure": "proxy_timeout"}',
  "GET /_sandbox/faults",
  "DELETE /_sandbox/faults",
  "GET /_sandbox/requests",
  "DELETE /_sandbox/requests",
  'POST /_sandbox/rate-limit {"limit": 100}',
  'POST /_sandbox/send-limits {"people": 250, "pair_rate": true}',
  'POST /_sandbox/templates {"name": "winter_sale", "status": "REJECTED", "rejected_reason": "PROMOTIONAL"}',
  'POST /_sandbox/answers {"from": "+447700900001", "choose": 1, "after_seconds": 5}',
  'POST /_sandbox/assignments {"conversation_id": "...", "assigned_user_id": null}',
  'POST /_sandbox/variants {"window_refusal": "kapso_graph"}',
];

/** Everything that somebody needs to use the sandbox. */
export function describeSandbox(world: World, origin: string): Record<string, unknown> {
  const { magicRecipients, magicTemplates, magicFlows, magicUsernames, magicThreads, ...constants } = SANDBOX;
  return {
    base_urls: [`${origin}/api/meta`, `${origin}/meta/whatsapp`],
    now: iso(world.now()),
    constants,
    counts: Object.fromEntries(
      world.numbers.map(({ id }) => [
        id,
        {
          contacts: world.contacts.table.count(id, [undefined, undefined, undefined]),
          conversations: world.conversations.table.count(id, [undefined, undefined, undefined]),
          messages: world.messages.table.count(id, [undefined, undefined, undefined]),
          calls: world.calls.table.count(id, [undefined, undefined, undefined]),
        },
      ]),
    ),
    rate_limit: world.rateLimit.enforced ?? null,
    variants: world.variants,
    magic_recipients: magicRecipients,
    magic_templates: magicTemplates,
    magic_flows: magicFlows,
    magic_usernames: magicUsernames,
    magic_threads: magicThreads,
    failures: failureNames(),
    control_routes: ROUTES,
  };
}
