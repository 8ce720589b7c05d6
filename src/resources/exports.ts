import { byItself, type Resource, UnknownTarget } from "./resource.ts";

/** What export_messages has kept for its caller, where they share no disk. */
export const exported: Resource = {
  name: "export",
  title: "Exported messages",
  description: "Messages that export_messages has written, for the caller who asked, for 15 minutes.",
  place: "exports",
  parameter: "export_id",
  tools: ["export_messages"],
  scope: "exports",
  large: true,
  async read(id, { exports }) {
    const found = exports?.read(id);
    if (found === undefined) {
      throw new UnknownTarget("There is no such export: its time is over, or it was never yours. Export again.");
    }
    return { mimeType: found.mimeType, text: found.text };
  },
  entries: async ({ exports }) =>
    (exports?.list() ?? []).map(({ id, name, bytes, expiresAt }) => ({
      id,
      title: name,
      description: `${bytes} bytes, until ${expiresAt}.`,
    })),
  candidates: async ({ exports }) => (exports?.list() ?? []).map(({ id }) => byItself(id)),
};
