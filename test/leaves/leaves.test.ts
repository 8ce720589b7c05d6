import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { messageRecord } from "../../src/tools/records/message.ts";
import captured from "../captures/messages.json" with { type: "json" };
import type { Step } from "../kapso/scripted-server.ts";
import { stage } from "../tools/scripted-stage.ts";
import { DOCUMENTED } from "./documented.ts";
import { expected, mayBeMissing, type Reader } from "./exempt.ts";
import { leavesOf, Shown } from "./leaves.ts";

/** Every captured record, through a real client: what a person would read of it reaches the model. */

// biome-ignore lint/suspicious/noExplicitAny: captured records, as they came
type Captured = Record<string, any>;

const records: [string, Captured][] = [...captured, ...DOCUMENTED].map(({ case: name, record }) => [name, record]);
const CONVERSATION = "20e0e0c5-d08f-4361-8d3c-f563d58ee884";

/** An API that holds this one message. */
function holding(record: Captured): Step {
  const conversation = {
    id: CONVERSATION,
    phone_number: record["kapso"]?.phone_number,
    business_scoped_user_id: record["from_user_id"],
    username: record["username"],
    status: "active",
    kapso: { contact_name: record["kapso"]?.contact_name, messages_count: 1 },
  };
  return ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://x");
    const page = (data: unknown[]) => ({
      data,
      paging: { cursors: { before: null, after: null }, next: null, previous: null },
    });
    const body = pathname.includes("/conversations/")
      ? conversation
      : pathname.endsWith("/messages")
        ? page([record])
        : pathname.includes("/messages/")
          ? record
          : page([]);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  };
}

const READERS: Record<Reader, (record: Captured) => Promise<unknown>> = {
  list_messages: (record) => read(record, "list_messages", {}),
  get_message: (record) => read(record, "get_message", { message_id: record["id"] }),
  read_conversation: (record) => read(record, "read_conversation", { conversation_id: CONVERSATION }),
  async export_messages(record) {
    const mediaDir = await mkdtemp(path.join(tmpdir(), "leaves-"));
    try {
      const { file_path } = (await read(record, "export_messages", { conversation_id: CONVERSATION }, mediaDir)) as {
        file_path: string;
      };
      return JSON.parse(await readFile(file_path, "utf8"));
    } finally {
      await rm(mediaDir, { recursive: true, force: true });
    }
  },
};

async function read(record: Captured, tool: string, args: object, mediaDir?: string): Promise<unknown> {
  const { call } = await stage(Array<Step>(8).fill(holding(record)), mediaDir === undefined ? {} : { mediaDir });
  const answer = await call(tool, { ...args });
  expect(answer.isError, answer.text).toBe(false);
  return answer.data;
}

/** The paths of leaves that cannot be read in a result. */
function missing(record: Captured, result: unknown, reader: Reader): string[] {
  const shown = new Shown(result);
  return leavesOf(record)
    .filter((leaf) => !mayBeMissing(leaf, record, reader))
    .filter((leaf) => {
      const { values, names } = expected(leaf, record);
      return !values.every((value) => shown.has(value, names));
    })
    .map(({ path, value }) => `${path}: ${value}`);
}

describe.each(Object.entries(READERS) as [Reader, (typeof READERS)[Reader]][])("%s", (reader, run) => {
  test.each(records)("shows all that can be read of %s", async (_, record) => {
    expect(missing(record, await run(record), reader)).toEqual([]);
  });
});

test("without any one field of the projection, a leaf of some record is missing", async () => {
  const told = await Promise.all(
    records.map(async ([, record]) => ({ record, result: await READERS.get_message(record) })),
  );
  const needless = Object.keys(messageRecord.shape).filter((field) =>
    told.every(({ record, result }) => {
      const { [field]: _, ...rest } = result as Captured;
      return missing(record, rest, "get_message").length === 0;
    }),
  );
  // `amended` is of a page of messages, `kapso` of those who ask for it.
  expect(needless).toEqual(["amended", "kapso"]);
}, 60_000);
