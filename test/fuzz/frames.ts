import fc from "fast-check";
import { expect } from "vitest";

const deep = (depth: number) => `${'{"a":['.repeat(depth)}${"]}".repeat(depth)}`;
/** A call that reads one row. */
export const call = (id: number, name = "list_contacts") => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: { limit: 1 } },
});

/** Bytes whose beginning is printed where they make a property fail: all of them would fill screens. */
function shown(bytes: Buffer): Buffer {
  const print = () => `${bytes.length} bytes: ${bytes.toString("utf8", 0, 300)}`;
  return Object.assign(bytes, { [fc.toStringMethod]: print });
}

/** JSON-RPC that is nearly right. */
const nearly = fc.record(
  {
    jsonrpc: fc.constantFrom<unknown>("2.0", "1.0", 2, null),
    id: fc.oneof(fc.integer({ min: 1_000, max: 9_999 }), fc.string(), fc.constantFrom<unknown>(null, 1.5, {}, [])),
    method: fc.oneof(
      fc.constantFrom("tools/call", "tools/list", "resources/read", "prompts/get", "initialize", "ping", "__proto__"),
      fc.constantFrom("notifications/initialized", "notifications/cancelled", "server/discover"),
      fc.string(),
    ),
    params: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(call(1).params)),
  },
  { requiredKeys: [] },
);

const message: fc.Arbitrary<Buffer> = fc
  .oneof(
    { weight: 4, arbitrary: nearly.map((frame) => JSON.stringify(frame)) },
    { weight: 2, arbitrary: fc.string({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.array(nearly, { maxLength: 5 }).map((batch) => JSON.stringify(batch)) },
    { weight: 1, arbitrary: fc.constantFrom(10, 1_000, 20_000).map(deep) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(1_000, 300_000).map((size) => JSON.stringify({ ...call(1), x: "x".repeat(size) })),
    },
    { weight: 1, arbitrary: nearly.map((frame) => JSON.stringify(frame).slice(0, -3)) },
  )
  .map((text) => shown(Buffer.from(text.replaceAll("\n", " "))));
const wrongUtf8 = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 10 ? 32 : byte))));
/** One message, or what poses as one, as bytes without a line end. */
export const anyMessage = fc.oneof({ weight: 5, arbitrary: message }, { weight: 1, arbitrary: wrongUtf8 });

/** Longer than any body that is let in. */
const overlong = shown(Buffer.from(JSON.stringify({ ...call(1), x: "x".repeat(5 * 1024 * 1024) })));
/** The same as the body of a request, or more than a body may hold. */
export const anyBody = fc.oneof({ weight: 12, arbitrary: anyMessage }, { weight: 1, arbitrary: fc.constant(overlong) });

/** Nothing but JSON-RPC, one message or a batch of them. */
export function expectRpc(text: string): void {
  const parsed: unknown = JSON.parse(text);
  for (const each of Array.isArray(parsed) ? parsed : [parsed]) {
    expect(each).toMatchObject({ jsonrpc: "2.0" });
    expect(["method", "result", "error"].filter((part) => Object.hasOwn(each, part))).toHaveLength(1);
  }
}
