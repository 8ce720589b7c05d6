import type { z } from "zod";
import type { Kapso } from "../../kapso/client.ts";
import type { Message } from "../../kapso/message-types.ts";
import type { Conversation } from "../../kapso/types.ts";
import type { ExportShelf } from "../assist/export_messages/places.ts";
import type { MediaFolder } from "../media/folder.ts";
import type { Window } from "../records/window.ts";
import type { PublicWeb } from "../web/public-web.ts";
import { type Fault, readArguments } from "./faults.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Timer } from "./timer.ts";

/** What a tool does to the world. Annotations, read-only mode and confirmation all follow from this one word. */
export type Effect = "read" | "create" | "update" | "send" | "delete";

/** What a tool is about; the id of that scope joins the input, and has a default in the configuration. */
export interface Scopes {
  phone_number: { phoneNumberId: string };
  business_account: { businessAccountId: string };
  project: object;
}
export type ScopeName = keyof Scopes;

/** What a call may use. `signal` aborts when the caller cancels; `progress` is silent unless the caller asked. */
export interface ToolContext {
  kapso: Kapso;
  signal: AbortSignal;
  /** The configured number, for ids that the API can also look up below a number. */
  defaultPhoneNumberId?: string | undefined;
  /** The one folder whose files tools may read and write; absent when the operator named none. */
  media?: MediaFolder;
  /** Whether a file that cannot be shown can be read as the resource `kapso://media/{media_id}`. */
  mediaResources?: boolean;
  /** Where exports go when there is no folder: resources of the caller, for a while. */
  exports?: ExportShelf;
  /** Where links are fetched from, in place of the process's own way to the web. */
  web?: PublicWeb;
  windows: Windows;
  templateTexts: TemplateTexts;
  /** What to do about an error code that a stored record carries, in the words that the error itself would get. */
  advise(code: number | string): string | undefined;
  progress(done: number, total?: number, message?: string): Promise<void>;
  /** Whether the caller asked for progress: one that did not breaks a long call off. */
  progressAsked: boolean;
  timer: Timer;
}

/** What templates said that were sent, by message id, where the record does not tell and the stored templates do. */
export interface TemplateTexts {
  of(messages: readonly Message[], context: WindowContext): Promise<ReadonlyMap<string, string>>;
}

/** The 24-hour windows of conversations (`contract/README.md` section 11). */
export interface Windows {
  /** One for each conversation, in order; undefined where it cannot be known. */
  of(conversations: readonly Conversation[], context: WindowContext): Promise<(Window | undefined)[]>;
}

export interface WindowContext {
  kapso: Kapso;
  signal: AbortSignal;
  /** Whose conversations they are, where a record does not say. */
  phoneNumberId?: string | undefined;
}

/** Things beside the data: base64 `data` to look at or listen to, or what can be read as a resource. */
export type Attachment =
  | { type: "image" | "audio"; data: string; mimeType: string }
  | { type: "resource_link"; uri: string; name: string; mimeType?: string; size?: number };

/** Data together with attachments, for the few results that are more than data. */
export class WithAttachments<T> {
  constructor(
    readonly data: T,
    readonly attachments: readonly Attachment[],
  ) {}
}

export interface Definition<S extends ScopeName, I extends z.ZodObject, O extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  scope: S;
  effect: Effect;
  /** Repeating the call changes nothing more (update and delete usually; never a send). Default: by effect. */
  idempotent?: boolean;
  input: I;
  /** Parameters that name files of the server's machine: only offered where caller and server share it. */
  localFiles?: readonly (keyof I["shape"] & string)[];
  /**
   * Its results may have images or audio beside the data. Some hosts show nothing beside `structuredContent`, so that its
   * results have none, and it advertises no output schema.
   */
  attaches?: true;
  /** It reads page after page of the API, and looks into each: over HTTP a caller has few of them at a time. */
  walks?: true;
  /** Rules between fields, each fault naming its field; runs when every field is valid by itself. */
  check?(args: z.output<I>): Fault[];
  output: O;
  run(args: z.output<I>, context: ToolContext & Scopes[S]): Promise<z.input<O> | WithAttachments<z.input<O>>>;
}

/** What a caller says of a send beside its content. */
export interface SendRequest {
  /** The newest message that the caller has read: anything newer stops the send. */
  lastSeenMessageId?: string | undefined;
  /** Send even what went out already. */
  allowDuplicate: boolean;
}

/** A call that is ready to run. A send is only made ready: the server sends it, behind all of its guards. */
export type Ready =
  | { run(context: ToolContext, scopeId: string): Promise<unknown> }
  | { request: SendRequest; compose(context: ToolContext, scopeId: string): Outgoing };

/** What comes of arguments: the faults in them, or the call that is ready to run, with the arguments as they were read. */
export type Prepared = { faults: Fault[] } | { ready: Ready; args: Record<string, unknown> };

/** A tool as the server sees it: a definition whose types have done their work. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly scope: ScopeName;
  readonly effect: Effect;
  readonly idempotent: boolean;
  readonly localFiles: readonly string[];
  readonly attaches: boolean;
  readonly walks: boolean;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** Parses the tool's own arguments; `joined` are the names that the server has taken out before. */
  prepare(args: Record<string, unknown>, joined: readonly string[]): Prepared;
}

const scopeContext: { [S in ScopeName]: (id: string) => Scopes[S] } = {
  phone_number: (phoneNumberId) => ({ phoneNumberId }),
  business_account: (businessAccountId) => ({ businessAccountId }),
  project: () => ({}),
};

export function inScope<S extends ScopeName>(scope: S, context: ToolContext, id: string): ToolContext & Scopes[S] {
  return { ...context, ...scopeContext[scope](id) };
}

export function defineTool<S extends ScopeName, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Definition<S, I, O>,
): Tool {
  return makeTool(definition, (args) => ({
    run: (context, id) => definition.run(args, inScope(definition.scope, context, id)),
  }));
}

/** A tool from what it is, and from what becomes of valid arguments. */
export function makeTool<S extends ScopeName, I extends z.ZodObject, O extends z.ZodObject>(
  definition: Omit<Definition<S, I, O>, "run">,
  ready: (args: z.output<I>) => Ready,
): Tool {
  const { name, title, description, scope, effect, input, output } = definition;
  return {
    name,
    title,
    description,
    scope,
    effect,
    idempotent: definition.idempotent ?? (effect === "read" || effect === "update" || effect === "delete"),
    localFiles: definition.localFiles ?? [],
    attaches: definition.attaches ?? false,
    walks: definition.walks ?? false,
    input,
    output,
    prepare(args, joined) {
      const read = readArguments(input, args, joined);
      if ("faults" in read) return read;
      const faults = definition.check?.(read.data) ?? [];
      return faults.length > 0 ? { faults } : { ready: ready(read.data), args: read.args };
    },
  };
}

/** MCP's four hints; every one is stated, and all follow from the effect. The title stands beside them. */
export function annotations({ effect, idempotent }: Tool) {
  return {
    readOnlyHint: effect === "read",
    destructiveHint: effect === "send" || effect === "delete" || effect === "update",
    idempotentHint: idempotent,
    openWorldHint: true,
  };
}
