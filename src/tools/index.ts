import admin from "./admin/tools.ts";
import assist from "./assist/tools.ts";
import calls from "./calls/tools.ts";
import contacts from "./contacts/tools.ts";
import conversations from "./conversations/tools.ts";
import type { Tool } from "./definition/tool.ts";
import flows from "./flows/tools.ts";
import graph, { GRAPH_WRITES } from "./graph/tools.ts";
import media from "./media/tools.ts";
import messages from "./messages/tools.ts";
import numbers from "./phone_numbers/tools.ts";
import templates from "./templates/tools.ts";

/** A named group of tools, the unit that an operator switches. */
export interface Toolset {
  name: string;
  description: string;
  tools: readonly Tool[];
}

/** Every toolset, in the order in which its tools are listed. That order is part of the prompt: it stays. */
export const TOOLSETS: readonly Toolset[] = [
  {
    name: "messages",
    description: "Send, react, mark as read, and read messages.",
    tools: messages,
  },
  {
    name: "conversations",
    description: "List, read and end conversations.",
    tools: conversations,
  },
  {
    name: "contacts",
    description: "Look contacts up and change them.",
    tools: contacts,
  },
  { name: "calls", description: "The record of calls, and who may be called.", tools: calls },
  {
    name: "media",
    description: "Upload, inspect, download and delete media.",
    tools: media,
  },
  {
    name: "templates",
    description: "List, create, change and delete message templates.",
    tools: templates,
  },
  {
    name: "flows",
    description: "Build, publish and retire flows: forms inside WhatsApp.",
    tools: flows,
  },
  {
    name: "phone_numbers",
    description: "The business's numbers, their settings and the business profile.",
    tools: numbers,
  },
  {
    name: "assist",
    description:
      "Read a conversation in one call, see who waits for an answer, search messages, find customers, preview templates, " +
      "wait for delivery and messages, export messages.",
    tools: assist,
  },
  {
    name: "admin",
    description: "Registration, usernames, block list, threads, marketing endpoint, calls, conversion events.",
    tools: admin,
  },
  {
    name: "graph",
    description: "Any other path of the API. In no preset; writing needs KAPSO_GRAPH_WRITE=1.",
    tools: graph,
  },
];

/** Toolsets that `default` stands for. */
const DEFAULT = [
  "messages",
  "conversations",
  "contacts",
  "calls",
  "media",
  "templates",
  "flows",
  "phone_numbers",
  "assist",
];

/** The escape hatch: only by its own name. */
const NOT_IN_ALL = "graph";

/** The small preset for customer support. */
const SUPPORT = [
  "send_message",
  "send_interactive_message",
  "send_template_message",
  "send_reaction",
  "mark_message_read",
  "list_messages",
  "list_conversations",
  "get_conversation",
  "update_conversation",
  "list_contacts",
  "get_contact",
  "update_contact",
  "list_calls",
  "upload_media",
  "download_media",
  "list_templates",
  "read_conversation",
  "list_waiting_conversations",
  "search_messages",
  "find_customer",
  "preview_template",
  "wait_for_message_status",
  "wait_for_reply",
  "wait_for_messages",
];

const everyTool = TOOLSETS.flatMap((toolset) => toolset.tools);

export const TOOLSET_NAMES: readonly string[] = ["default", "support", "all", ...TOOLSETS.map(({ name }) => name)];
export const TOOL_NAMES: readonly string[] = everyTool.map((tool) => tool.name);

export interface Selection {
  /** Names of `TOOLSET_NAMES`. */
  toolsets: readonly string[];
  /** Tools beside those of the toolsets. */
  tools: readonly string[];
  /** Tools to leave out, whatever else names them. */
  excludeTools: readonly string[];
  /** Only tools that read; beats everything. */
  readOnly: boolean;
  /** The tools that write to any path of the API exist. */
  graphWrite?: boolean;
}

export function needsGraphWrite(toolName: string): boolean {
  return GRAPH_WRITES.some(({ name }) => name === toolName);
}

/** The tools that the operator chose, in the registry's order. Names must be known: the configuration checks them. */
export function selectTools({ toolsets, tools, excludeTools, readOnly, graphWrite }: Selection): readonly Tool[] {
  const named = new Set([...toolsets.flatMap(toolNames), ...tools]);
  return everyTool.filter(
    (tool) =>
      named.has(tool.name) &&
      !excludeTools.includes(tool.name) &&
      (!readOnly || tool.effect === "read") &&
      (graphWrite || !needsGraphWrite(tool.name)),
  );
}

function toolNames(toolset: string): readonly string[] {
  if (toolset === "support") return SUPPORT;
  const names = toolset === "default" ? DEFAULT : [toolset];
  const picked = TOOLSETS.filter(({ name }) => (toolset === "all" ? name !== NOT_IN_ALL : names.includes(name)));
  return picked.flatMap((each) => each.tools.map((tool) => tool.name));
}
