/**
 * What an error means and what to do next. `{tool_name}` in `next` is a tool: the sentence is used only where all its
 * tools are selected, else `without` is, which says who must act.
 */
export interface Advice {
  why: string;
  next: string;
  without?: string;
}

/** Advice by error code: Graph's numbers and Kapso's words. */
export type AdviceTable = Readonly<Record<string, Advice>>;

export const ASK_OPERATOR = "Ask the operator.";
export const FROM_FIRST_PAGE = "List again from the first page, without a cursor.";
