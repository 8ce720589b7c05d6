import { KapsoError } from "../../kapso/http/errors.ts";
import type { Message } from "../../kapso/message-types.ts";
import type { Template } from "../../kapso/template-types.ts";
import type { TemplateTexts, WindowContext } from "../../tools/definition/tool.ts";
import { templateText, unrendered } from "../../tools/records/message/template-text.ts";
import type { StoredTemplates } from "./stored-templates.ts";

/** As many templates are looked up for one read; each is kept for a minute. */
const MOST_NAMES = 5;

/** What templates said that were sent, by the templates as they are stored now. */
export class StoredTemplateTexts implements TemplateTexts {
  readonly #shelf: StoredTemplates;
  readonly #accountOf: (phoneNumberId: string) => string | undefined;

  /** `accountOf` says whose templates a number sends, where the configuration does. */
  constructor(shelf: StoredTemplates, accountOf: (phoneNumberId: string) => string | undefined) {
    this.#shelf = shelf;
    this.#accountOf = accountOf;
  }

  async of(messages: readonly Message[], context: WindowContext): Promise<ReadonlyMap<string, string>> {
    const { phoneNumberId } = context;
    const account = phoneNumberId === undefined ? undefined : this.#accountOf(phoneNumberId);
    const wanted = messages.flatMap((message) => unrendered(message)?.name ?? []);
    if (account === undefined || wanted.length === 0) return new Map();
    const names = [...new Set(wanted)].slice(0, MOST_NAMES);
    const stored = new Map(
      await Promise.all(names.map(async (name) => [name, await this.#read(account, name, context)] as const)),
    );
    return new Map(messages.flatMap((message) => textIn(stored, message) ?? []));
  }

  /** A template that cannot be read leaves its parameters, which say enough. */
  async #read(account: string, name: string, context: WindowContext): Promise<readonly Template[]> {
    try {
      return (await this.#shelf.named(account, name, context)) ?? [];
    } catch (error) {
      if (error instanceof KapsoError && error.kind !== "aborted") return [];
      throw error;
    }
  }
}

function textIn(
  stored: ReadonlyMap<string, readonly Template[]>,
  message: Message,
): [[id: string, text: string]] | undefined {
  const { name = "", language } = unrendered(message) ?? {};
  const template = stored.get(name)?.find((each) => each.language === language);
  const text = template && templateText(message, template.components ?? []);
  return text === undefined ? undefined : [[message.id, text]];
}
