import { expect, test } from "vitest";
import { z } from "zod";
import { validOutput } from "../../../src/server/call/valid-output.ts";

const page = z.object({
  count: z.int(),
  data: z.array(
    z.object({
      id: z.string(),
      size: z.number().optional(),
      place: z.object({ latitude: z.number(), name: z.string().optional() }).optional(),
    }),
  ),
});

function read(data: unknown) {
  const leftOut: string[] = [];
  const value = validOutput(page, data, (fields) => leftOut.push(...fields));
  return { value, leftOut };
}

test("what fits comes as it is, without what the schema does not know", () => {
  const { value, leftOut } = read({ count: 1, data: [{ id: "a", size: 1, secret: "x" }] });
  expect(value).toEqual({ count: 1, data: [{ id: "a", size: 1 }] });
  expect(leftOut).toEqual([]);
});

test("an odd optional field is left out, and named", () => {
  const { value, leftOut } = read({ count: 2, data: [{ id: "a", size: "12" }, { id: "b" }] });
  expect(value.data).toEqual([{ id: "a" }, { id: "b" }]);
  expect(leftOut).toEqual(["data.0.size"]);
});

test("what lacks something needed goes with it, up to a whole row", () => {
  const place = { latitude: Number.NaN, name: "Shop" };
  expect(read({ count: 1, data: [{ id: "a", place }] }).value.data).toEqual([{ id: "a" }]);
  const rows = [{ id: 1 }, { id: "b" }, { id: null }, { id: "d" }];
  expect(read({ count: 4, data: rows }).value.data.map(({ id }) => id)).toEqual(["b", "d"]);
});

test("where nothing is left to leave out, it throws", () => {
  expect(() => read({ count: "x", data: "y" })).toThrow(z.ZodError);
});
