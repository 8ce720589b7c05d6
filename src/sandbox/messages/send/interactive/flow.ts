import { z } from "zod";
import { text } from "../check.ts";
import { anyHeader, body, footer, named } from "./parts.ts";

/** Flows: messages.md 7.5. Whether the flow is there and published is looked up when the message is prepared. */

const payload = z.object({
  screen: text(256).optional(),
  data: z
    .record(z.string(), z.unknown())
    .refine((data) => Object.keys(data).length > 0, "must not be empty")
    .optional(),
});

const parameters = z
  .object({
    flow_message_version: z.literal("3", "must be 3"),
    flow_id: z
      .string()
      .regex(/^\d{1,20}$/, "must be digits")
      .optional(),
    flow_name: text(200).optional(),
    flow_cta: text(30),
    flow_token: z.string().optional(),
    flow_action: z.enum(["navigate", "data_exchange"], "must be navigate or data_exchange").optional(),
    flow_action_payload: payload.optional(),
    mode: z.enum(["published", "draft"], "must be published or draft").optional(),
  })
  .superRefine(({ flow_id, flow_name, flow_action, flow_action_payload }, context) => {
    const refuse = (path: string, message: string, code: number) =>
      context.addIssue({ code: "custom", path: [path], message, params: { code } });
    if (flow_id === undefined && flow_name === undefined) refuse("flow_id", "or flow_name is required", 131008);
    if (flow_id !== undefined && flow_name !== undefined) refuse("flow_name", "cannot stand beside flow_id", 100);
    if (flow_action === "data_exchange" && flow_action_payload !== undefined) {
      refuse("flow_action_payload", "is taken only with the flow_action navigate", 100);
    }
  });

export const flow = z.object({
  type: z.literal("flow"),
  header: anyHeader.optional(),
  body: body(),
  footer,
  action: z.object({ name: named("flow"), parameters }),
});
