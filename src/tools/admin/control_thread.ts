import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { recipientFaults, recipientInput } from "../definition/recipient.ts";
import { chars } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";

const ROLES = ["escalation", "ai_agent", "customer_service", "marketing", "utility", "ctwa"] as const;

export const controlThread = defineTool({
  name: "control_thread",
  title: "Control a thread",
  description:
    "Take over a customer's conversation from another application, release it, or pass it to a role. Needed when a send " +
    "is refused because somebody else owns the thread. It sends nothing and does not tell who the owner was.",
  scope: "phone_number",
  effect: "update",
  idempotent: false,
  input: z.strictObject({
    ...recipientInput,
    action: z.enum(["take", "release", "pass"]).describe("What to do with the thread."),
    target_role: z.enum(ROLES).optional().describe("pass: to whom."),
    metadata: chars(1, 2000).optional().describe("A note for the other application."),
  }),
  check: (args) => [...recipientFaults(args), ...roleFaults(args)],
  output: z.object({ action: z.string(), request_id: z.string().optional() }),
  async run({ target_role, ...args }, { kapso, phoneNumberId, signal }) {
    const body = { ...args, ...(target_role !== undefined && { control_pass: { target_role } }) };
    const { request_id } = await kapso.threads.control(phoneNumberId, body, { signal });
    return { action: args.action, ...present({ request_id }) };
  },
});

function roleFaults({ action, target_role }: { action: string; target_role?: string }): Fault[] {
  if ((action === "pass") === (target_role !== undefined)) return [];
  const message = action === "pass" ? "is needed by action pass" : `is not taken by action ${action}, only by pass`;
  return [{ path: ["target_role"], message }];
}
