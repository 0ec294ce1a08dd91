import { expect, test } from "vitest";
import { inSlices } from "../../../emulator/grpc/transport/slices.ts";

const turn = () => new Promise(setImmediate);

test.each([
  { count: 20, lengths: [8, 16, 20] },
  { count: 68, lengths: [8, 23, 35, 44, 52, 60, 68] },
])("little is done at once, $count in slices of several turns", async ({ count, lengths }) => {
  const done: number[] = [];
  const take = inSlices<number>((item) => done.push(item));
  for (let item = 0; item < count; item++) take(item);
  const seen = [done.length];
  while (done.length < count) {
    await turn();
    seen.push(done.length);
  }
  expect(seen).toEqual(lengths);
  expect(done).toEqual(Array.from({ length: count }, (_, item) => item));

  await turn();
  await turn();
  take(count);
  expect(done.at(-1)).toBe(count);
});

test("what comes while some wait is done after them", async () => {
  const done: number[] = [];
  const take = inSlices<number>((item) => {
    done.push(item);
    if (item === 8) take(100);
  });
  for (let item = 0; item < 9; item++) take(item);
  while (done.length < 10) await turn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 100]);
});
