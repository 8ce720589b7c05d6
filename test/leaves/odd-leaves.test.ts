import { expect, test } from "vitest";
import { isRecord } from "../../src/kapso/http/json.ts";
import { message as row } from "../../src/kapso/stored-rows.ts";
import { validOutput } from "../../src/server/call/valid-output.ts";
import { eventRecord, toTimeline } from "../../src/tools/assist/read_conversation/timeline.ts";
import { messageList, projectList } from "../../src/tools/records/message/list.ts";
import { messageRecord, toMessage } from "../../src/tools/records/message.ts";
import captured from "../captures/messages.json" with { type: "json" };

/** One odd field is one odd field: neither its message nor the page that it is on is lost by it. */

const ODD = [null, 5, true, "", "x", [], {}, [1], [null], { a: [1] }];
const TELLING = { advise: () => undefined, templateTexts: new Map<string, string>() };

type Path = readonly string[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  const own = path.length > 0 ? [path] : [];
  if (typeof value !== "object" || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

function changed(record: unknown, path: Path, value: unknown): unknown {
  const whole = structuredClone(record);
  const owner = path.slice(0, -1).reduce((part, key) => Reflect.get(Object(part), key), whole);
  Reflect.set(Object(owner), path.at(-1) ?? "", value);
  return whole;
}

function readEverywhere(record: unknown): void {
  const message = row.read(record);
  if (message === undefined) return;
  const { shared, row: rowOf } = projectList([message], { conversationId: "c" });
  validOutput(messageList, { count: 1, ...shared, data: [rowOf(message)] }, () => undefined);
  validOutput(messageRecord, toMessage(message, { whole: true }), () => undefined);
  for (const event of toTimeline([message], [], TELLING)) validOutput(eventRecord, event, () => undefined);
}

test.each(captured.map(({ case: name, record }) => [name, record] as const))(
  "%s can be read whatever any one of its fields holds",
  (_, record) => {
    const broken = pathsIn(record).flatMap((path) =>
      ODD.flatMap((value) => {
        try {
          readEverywhere(changed(record, path, value));
          return [];
        } catch (error) {
          return [`${path.join(".")} = ${JSON.stringify(value)}: ${error}`];
        }
      }),
    );
    expect(isRecord(record)).toBe(true);
    expect(broken).toEqual([]);
  },
  30_000,
);
