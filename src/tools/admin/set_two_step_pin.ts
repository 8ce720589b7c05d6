import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { done, pin } from "./registration.ts";

export const setTwoStepPin = defineTool({
  name: "set_two_step_pin",
  title: "Set the two-step PIN",
  description:
    "Set a business number's PIN of two-step verification, which register_phone_number asks for. The former PIN is void.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({ pin: pin.describe("6 digits.") }),
  output: done("pin_set"),
  async run(args, { kapso, phoneNumberId, signal }) {
    await kapso.registration.setPin(phoneNumberId, args.pin, { signal });
    return { pin_set: true };
  },
});
