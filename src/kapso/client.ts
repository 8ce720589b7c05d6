import { setMaxListeners } from "node:events";
import { BlockList } from "./block-list.ts";
import { Calls } from "./calls.ts";
import { Contacts } from "./contacts.ts";
import { type ConversationHost, Conversations } from "./conversations.ts";
import { Datasets } from "./datasets.ts";
import { Flows } from "./flows.ts";
import { Graph } from "./graph.ts";
import { type Clock, createClock } from "./http/clock.ts";
import type { CallTag } from "./http/events.ts";
import { Http } from "./http/http.ts";
import { readPolicy, sendPolicy } from "./http/retry.ts";
import { createTransport, type Transport } from "./http/transport.ts";
import { apiPrefix, isLoopback, platformPrefix } from "./http/url.ts";
import { Marketing } from "./marketing.ts";
import { Media } from "./media.ts";
import { Messages } from "./messages.ts";
import { NumberSettings } from "./number-settings.ts";
import { Numbers } from "./numbers.ts";
import { Platform } from "./platform.ts";
import { Profiles } from "./profiles.ts";
import { Registration } from "./registration.ts";
import { type Sender, Sends } from "./sends.ts";
import { type KapsoConfig, type Settings, settings } from "./settings.ts";
import { Templates } from "./templates.ts";
import { Threads } from "./threads.ts";
import { Usernames } from "./usernames.ts";

export type { CallQuery } from "./calls.ts";
export type { ContactPatch, ContactQuery } from "./contacts.ts";
export type { ConversationQuery, Theirs } from "./conversations.ts";
export type { Download } from "./http/downloads.ts";
export type { CallTag, RequestEvent } from "./http/events.ts";
export type { Fields, ReadOptions } from "./http/query.ts";
export type { Sleep } from "./http/retry.ts";
export { validateBaseUrl, validateGraphVersion } from "./http/url.ts";
export type { Upload } from "./media.ts";
export type { MessageQuery, ReadReceipt } from "./messages.ts";
export type { SendOptions } from "./sends.ts";
export type { KapsoConfig, Timeouts } from "./settings.ts";
export type { TemplateChoice, TemplateDefinition, TemplatePatch, TemplateQuery } from "./templates.ts";

/** The API's resources. */
interface Resources {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly calls: Calls;
  readonly media: Media;
  readonly templates: Templates;
  readonly flows: Flows;
  readonly numbers: Numbers;
  readonly numberSettings: NumberSettings;
  readonly profiles: Profiles;
  readonly registration: Registration;
  readonly usernames: Usernames;
  readonly blockList: BlockList;
  readonly threads: Threads;
  readonly marketing: Marketing;
  readonly datasets: Datasets;
  readonly graph: Graph;
  /** Absent with a Bearer token, which does not work there. */
  readonly platform?: Platform;
}

/** Kapso's WhatsApp proxy. Every method rejects with a `KapsoError` and nothing else. */
export interface Kapso extends Resources {
  /** The same client for the requests of one call: events name it, and its trace goes with them. */
  forCall(tag: CallTag): Kapso;
  /** The service's time in milliseconds: the own clock, corrected by the `Date` headers of answers. */
  now(): number;
  /**
   * The time that the operator's rules go by: a service whose clock is hours off shifts neither a day nor quiet hours. On
   * loopback the service is the operator's own, and its clock is followed.
   */
  ruleNow(): number;
  /** Sends that wait their turn or are under way. */
  pendingSends(): number;
  /** Ends reads and queued sends, gives running sends `drainMs` to end, then breaks the connections. */
  close(options: { drainMs: number }): Promise<{ abandonedSends: number }>;
}

const SEND_BUDGET_MS = 30_000;
const RULE_BOUND_MS = 10 * 60_000;

/** @throws KapsoError `invalid_request` when the configuration cannot work */
export function createKapso(config: KapsoConfig): Kapso {
  const chosen = settings(config);
  const { timeouts, now, sleep, random } = chosen;
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // Every read under way listens.
  const clock = createClock(now, isLoopback(new URL(chosen.baseUrl)) ? undefined : RULE_BOUND_MS);
  const transport = createTransport({ connectMs: timeouts.connectMs, now });
  const parts = { transport, clock, closing: closing.signal };
  const http = createHttp(chosen, parts, apiPrefix(chosen.baseUrl, chosen.graphVersion));
  const platformHttp = config.apiKey ? createHttp(chosen, parts, platformPrefix(chosen.baseUrl)) : undefined;
  const policy = sendPolicy({ random, baseMs: chosen.retryBaseMs, budgetMs: SEND_BUDGET_MS });
  const sends = new Sends(http, policy, { spacingMs: chosen.sendSpacingMs, sleep, now });
  const shared = {
    media: { baseUrl: new URL(chosen.baseUrl), maxBytes: chosen.maxMediaBytes },
    conversationHost: { belowNumber: false },
  };
  const kapso: Kapso = {
    ...resources(http, sends, shared),
    ...(platformHttp && { platform: new Platform(platformHttp) }),
    forCall: (tag) => ({
      ...kapso,
      ...resources(http.forCall(tag), sends.forCall(tag), shared),
      ...(platformHttp && { platform: new Platform(platformHttp.forCall(tag)) }),
    }),
    now: clock.now,
    ruleNow: clock.bounded,
    pendingSends: () => sends.pending,
    async close({ drainMs }) {
      closing.abort();
      const abandonedSends = await sends.close(drainMs);
      await transport.close();
      return { abandonedSends };
    },
  };
  return kapso;
}

/** What the resources of all calls have in common. */
interface Shared {
  media: { baseUrl: URL; maxBytes: number };
  conversationHost: ConversationHost;
}

function resources(http: Http, sends: Sender, { media, conversationHost }: Shared): Resources {
  return {
    messages: new Messages(http, sends),
    conversations: new Conversations(http, conversationHost),
    contacts: new Contacts(http),
    calls: new Calls(http),
    media: new Media(http, media),
    templates: new Templates(http),
    flows: new Flows(http, media),
    ...numberResources(http),
    threads: new Threads(http),
    marketing: new Marketing(sends),
    datasets: new Datasets(http),
    graph: new Graph(http, sends),
  };
}

/** What belongs to a number itself. */
function numberResources(http: Http) {
  return {
    numbers: new Numbers(http),
    numberSettings: new NumberSettings(http),
    profiles: new Profiles(http),
    registration: new Registration(http),
    usernames: new Usernames(http),
    blockList: new BlockList(http),
  };
}

interface HttpParts {
  transport: Transport;
  clock: Clock;
  closing: AbortSignal;
}

function createHttp(chosen: Settings, parts: HttpParts, prefix: string): Http {
  const { credential, userAgent, sleep, scrub, onRequest, timeouts, maxJsonBytes, random, retryBaseMs } = chosen;
  return new Http({
    ...parts,
    prefix,
    credential,
    userAgent,
    sleep,
    scrub,
    onRequest,
    limits: { ...timeouts, maxJsonBytes },
    // A read waits no longer than leaves a third of the call for the attempt that follows.
    readPolicy: readPolicy({ random, baseMs: retryBaseMs, budgetMs: (timeouts.callMs * 2) / 3 }),
  });
}
