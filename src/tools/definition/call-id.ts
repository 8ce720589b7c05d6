import { z } from "zod";

export const callId = z
  .string()
  .refine((id) => /^wacid\.[!-~]{1,250}$/.test(id), "must be a call id: wacid. and its characters");
