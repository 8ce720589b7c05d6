import { z } from "zod";
import { callId } from "../definition/schemas.ts";

export const callInput = z.strictObject({ call_id: callId.describe("wacid. ..., from list_calls.") });
