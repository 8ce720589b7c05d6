import type { WriteSettings } from "./open.ts";

/** What the operator has settled, as a model is told beforehand: which rules there are, and not what they say. */
export function toldRules(settings: WriteSettings): string[] {
  const { deny, allow, replyOnly, templateOnly, dailySends, quietHours, confirm } = settings;
  const rules = [
    deny || allow ? "sends go to some recipients only" : "",
    replyOnly ? "sends go only to people who wrote first" : "",
    templateOnly ? "only templates are sent" : "",
    quietHours ? "nothing is sent in quiet hours" : "",
    dailySends === undefined ? "" : `at most ${dailySends} sends a day`,
    confirm.includes("send") ? "a person is asked before each send" : "",
  ].filter((rule) => rule !== "");
  return rules.length === 0 ? [] : [`The operator's rules: ${rules.join("; ")}.`];
}
