import type { Kapso } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import type { Template } from "../../kapso/template-types.ts";
import { type Fault, faultText } from "../../tools/definition/faults.ts";
import type { OutgoingMessage } from "../../tools/definition/outgoing.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import type { Filling } from "../../tools/messages/send_template_message/filling.ts";
import { chooseTemplate } from "../../tools/messages/send_template_message/find.ts";
import { lintFilling } from "../../tools/messages/send_template_message/lint.ts";
import { instant } from "../../tools/records/present.ts";
import { fittingTemplates, skeleton } from "../../tools/templates/fitting.ts";
import { find } from "../../tools/templates/to-fill.ts";
import { adviceFor } from "../advice/lookup.ts";
import type { StoredTemplates } from "./stored-templates.ts";

interface Asked {
  kapso: Kapso;
  signal: AbortSignal;
}

interface Knowledge {
  shelf: StoredTemplates;
  /** The account whose templates a number sends, where the configuration says so. */
  accountOf(phoneNumberId: string): string | undefined;
  /** Names of the selected tools: nothing is offered that cannot be called. */
  selected: ReadonlySet<string>;
}

const SENDS_TEMPLATES = "send_template_message";
/** What the stored templates say of a send: what is wrong with it, and what can be sent in its place. */
export class TemplateAdviser {
  readonly #knowledge: Knowledge;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** Refuses a template send that its template does not take. What cannot be known, the service judges. */
  async lint(tool: string, outgoing: OutgoingMessage, asked: Asked & { cachedOnly: boolean }): Promise<void> {
    const faults = await this.#faults(outgoing, asked);
    if (faults.length === 0) return;
    const text = [`Nothing was sent. ${tool} does not fit its template as it is stored:`, ...lines(faults)].join("\n");
    throw new ToolError(text, { see: ["preview_template", "list_templates"] });
  }

  /** The refusal of a free-form send whose window is closed for certain. */
  async windowClosed(outgoing: OutgoingMessage, { since }: { since?: number }, asked: Asked): Promise<Error> {
    const advice = adviceFor("window_expired");
    const when = since === undefined ? "" : ` It closed at ${instant(since)}.`;
    const text = `Nothing was sent. ${advice?.why ?? ""}${when} (known before the send)`;
    return new WithSteps(new ToolError(text, { see: [SENDS_TEMPLATES] }), await this.offers(outgoing, asked));
  }

  /** A refusal of the service, with what the stored templates add to it. */
  async explain(
    error: KapsoError,
    outgoing: OutgoingMessage,
    { steps, ...asked }: Asked & { steps: readonly string[] },
  ): Promise<Error> {
    if (error.reason === "window_closed") {
      return new WithSteps(error, [...steps, ...(await this.offers(outgoing, asked))]);
    }
    if (typeof error.code !== "number" || error.code < 132_000 || error.code > 132_999) return error;
    const { phoneNumberId, filling } = outgoing;
    const account = this.#knowledge.accountOf(phoneNumberId);
    if (account !== undefined && filling) this.#knowledge.shelf.forget(account, filling.template_name);
    const faults = await this.#faults(outgoing, { ...asked, cachedOnly: false });
    return faults.length === 0 ? error : new WithSteps(error, ["As the template now is:", ...lines(faults)]);
  }

  /** Approved templates that can go in the place of a free-form message, ready to fill. */
  async offers({ phoneNumberId, to, body }: OutgoingMessage, asked: Asked): Promise<string[]> {
    const { shelf, accountOf, selected } = this.#knowledge;
    const account = accountOf(phoneNumberId);
    if (account === undefined || !selected.has(SENDS_TEMPLATES)) return [];
    const group = body.recipient_type === "group";
    const templates = await unlessUnreadable(shelf.approved(account, asked), []);
    const fitting = fittingTemplates(templates, { text: textOf(body), hasGroup: group });
    if (fitting.length === 0)
      return ["No approved template says something like it: create one, or wait until the customer writes."];
    const address = group ? { group_id: to } : to.startsWith("+") ? { to } : { recipient: to };
    return [
      `Approved templates; send one only if it says what you mean: replace each {{...}} and call ${SENDS_TEMPLATES} with`,
      ...fitting.map(
        (template) => `- ${JSON.stringify({ ...address, ...skeleton(template) })}, which says ${bodyOf(template)}`,
      ),
    ];
  }

  /** What is at hand may be out of date: it can clear a send, and only what is read now can refuse one. */
  async #faults(
    outgoing: OutgoingMessage,
    { cachedOnly, ...asked }: Asked & { cachedOnly: boolean },
  ): Promise<Fault[]> {
    const { shelf, accountOf } = this.#knowledge;
    const { filling, phoneNumberId } = outgoing;
    const account = accountOf(phoneNumberId);
    if (filling === undefined || account === undefined) return [];
    const kept = shelf.kept(account, filling.template_name);
    if (kept === undefined && cachedOnly) return [];
    if (kept !== undefined && judge(kept, filling).length === 0) return [];
    shelf.forget(account, filling.template_name);
    const stored = await unlessUnreadable(shelf.named(account, filling.template_name, asked), undefined);
    if (stored === undefined) return [];
    // Where the name is unknown, the others tell which is meant.
    const others = stored.length > 0 ? [] : await unlessUnreadable(shelf.approved(account, asked), []);
    return judge([...stored, ...others], filling);
  }
}

function judge(templates: readonly Template[], filling: Filling): Fault[] {
  const chosen = chooseTemplate(templates, filling.template_name, filling.language);
  return "faults" in chosen ? chosen.faults : lintFilling(filling, chosen.template);
}

/** What a free-form message says, to find a template that says something like it. */
function textOf(body: OutgoingMessage["body"]): string {
  return textsIn(body[body.type]).join(" ");
}

/** The values alone: a key such as `body` says nothing of the text. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function bodyOf({ components }: Template): string {
  return JSON.stringify(find(components ?? [], "BODY")?.text ?? "");
}

function lines(faults: readonly Fault[]): string[] {
  return faults.map((fault) => `- ${faultText(fault)}`);
}

async function unlessUnreadable<T, F>(reading: Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof KapsoError && error.kind !== "aborted") return otherwise;
    throw error;
  }
}
