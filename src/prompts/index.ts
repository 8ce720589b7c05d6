import { type Configured, isOffered } from "../resources/index.ts";
import { handOver, replyToCustomer, triageInbox } from "./conversations.ts";
import { draftTemplate } from "./draft-template.ts";
import type { Prompt } from "./prompt.ts";

/** Every prompt, in the order in which they are listed. */
export const PROMPTS: readonly Prompt[] = [triageInbox, replyToCustomer, handOver, draftTemplate];

/** The prompts whose tools were selected. */
export function selectPrompts(selected: ReadonlySet<string>, configured: Configured): readonly Prompt[] {
  return PROMPTS.filter((prompt) => isOffered(prompt, selected, configured));
}
