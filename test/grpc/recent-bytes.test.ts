import { expect, test } from "vitest";
import { createRecentBytes } from "../../emulator/grpc/recent-bytes.ts";

test("the bytes of the last values are kept, those of earlier ones are not", () => {
  const recent = createRecentBytes<object>();
  const values = Array.from({ length: 10 }, (_, number) => ({ number }));
  const bytes = values.map(() => new Uint8Array(800 * 1024));
  for (const [index, value] of values.entries()) recent.set(value, bytes[index] as Uint8Array);
  const kept = values.filter((value) => recent.get(value) !== undefined);
  expect(kept).toEqual(values.slice(-kept.length));
  expect(kept.length).toBeGreaterThanOrEqual(2);
  expect(kept.length).toBeLessThanOrEqual(4);
  expect(recent.get(values[9] as object)).toBe(bytes[9]);
});

test("small values are not kept for ever either", () => {
  const recent = createRecentBytes<object>();
  const first = {};
  recent.set(first, new Uint8Array());
  for (let count = 0; count < 20_000; count++) recent.set({}, new Uint8Array());
  expect(recent.get(first)).toBeUndefined();
});
