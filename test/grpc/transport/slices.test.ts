import { expect, test } from "vitest";
import { inSlices } from "../../../emulator/grpc/transport/slices.ts";

const turn = () => new Promise(setImmediate);

test("little is done at once, much in slices of several turns of the event loop", async () => {
  const done: number[] = [];
  const take = inSlices<number>((item) => done.push(item));
  for (let item = 0; item < 20; item++) take(item);
  const lengths = [done.length];
  while (done.length < 20) {
    await turn();
    lengths.push(done.length);
  }
  expect(lengths).toEqual([8, 16, 20]);
  expect(done).toEqual(Array.from({ length: 20 }, (_, item) => item));

  await turn();
  await turn();
  take(20);
  expect(done.at(-1)).toBe(20);
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
