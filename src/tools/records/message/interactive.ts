import { z } from "zod";
import { isRecord } from "../../../kapso/http/json.ts";
import type { InteractivePart, Message } from "../../../kapso/message-types.ts";
import { freeObject } from "../../definition/schemas.ts";
import { present, time } from "../present.ts";

export const replyRecord = z
  .object({
    kind: z.string(),
    id: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
  })
  .describe("The button or list row that the customer chose.");

export const optionsRecord = z
  .object({
    kind: z.string().optional(),
    header: z.string().optional(),
    footer: z.string().optional(),
    button: z.string().optional(),
    choices: z.array(freeObject).optional(),
    action: freeObject.optional(),
  })
  .describe("What our interactive message offers.");

/** What a customer chose. */
export function replyOf({ interactive, button }: Message): z.input<typeof replyRecord> | undefined {
  if (button) return { kind: "template_button", ...present({ id: button.payload, title: button.text }) };
  const chosen = interactive?.button_reply ?? interactive?.list_reply;
  if (chosen == null || interactive?.type == null) return undefined;
  const { description } = interactive.list_reply ?? {};
  return { kind: interactive.type, ...present({ id: chosen.id, title: chosen.title, description }) };
}

/** Whether the business may call, as the customer answered. */
export function callPermissionOf({ interactive }: Message): Record<string, unknown> | undefined {
  const reply = interactive?.call_permission_reply;
  return (
    reply && {
      response: reply.response,
      ...present({
        is_permanent: reply.is_permanent,
        expires_at: time(reply.expiration_timestamp),
        response_source: reply.response_source,
      }),
    }
  );
}

/** The answers of a flow or of an address form: parsed where they can be. */
export function flowResponseOf({ kapso, interactive }: Message): Record<string, unknown> | undefined {
  if (isRecord(kapso?.flow_response)) return kapso.flow_response;
  const json = interactive?.nfm_reply?.response_json;
  if (typeof json !== "string" || json === "") return undefined;
  try {
    return freeObject.parse(JSON.parse(json));
  } catch {
    return { response_json: json };
  }
}

/** What an interactive message of ours offers: the choices of buttons and lists, of other kinds their whole action. */
export function optionsOf({ interactive }: Message): z.input<typeof optionsRecord> | undefined {
  if (!interactive || isReply(interactive)) return undefined;
  const { type, header, footer, action } = interactive;
  const choices = choicesOf(action);
  return present({
    kind: type,
    header: headerOf(header),
    footer: footer?.text,
    button: typeof action?.["button"] === "string" ? action["button"] : undefined,
    choices,
    action: choices === undefined && isRecord(action) ? withoutNames(action) : undefined,
  });
}

/** A button, a row, a form or a permission that the customer answered with. */
export function isReply({ button_reply, list_reply, nfm_reply, call_permission_reply }: InteractivePart): boolean {
  return [button_reply, list_reply, nfm_reply, call_permission_reply].some((part) => part != null);
}

/** Its text, or which file it shows. */
function headerOf(header: Record<string, unknown> | null | undefined): string | undefined {
  if (!header) return undefined;
  if (typeof header["text"] === "string") return header["text"];
  const file = header[String(header["type"])];
  if (!isRecord(file)) return undefined;
  return [header["type"], file["filename"] ?? file["link"] ?? file["id"]].filter((part) => part != null).join(" ");
}

function choicesOf(action: Record<string, unknown> | null | undefined): Record<string, unknown>[] | undefined {
  const buttons = records(action?.["buttons"]).flatMap(({ reply }) => (isRecord(reply) ? [choice(reply)] : []));
  const rows = records(action?.["sections"]).flatMap((section) =>
    records(section["rows"]).map((row) => ({ ...choice(row), ...present({ section: section["title"] }) })),
  );
  const all = [...buttons, ...rows];
  return all.length === 0 ? undefined : all;
}

function choice({ id, title, description }: Record<string, unknown>): Record<string, unknown> {
  return present({ id, title, description });
}

/** `name` repeats the kind. */
function withoutNames({ name: _name, ...action }: Record<string, unknown>): Record<string, unknown> {
  return action;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
