import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { afterLull } from "../../emulator/after-lull.ts";

async function turnsUntil(isDone: () => boolean): Promise<number> {
  let count = 0;
  for (; !isDone(); count++) await setImmediate();
  return count;
}

test("what is touched in several turns of the event loop is acted on once, later", async () => {
  const acted: string[] = [];
  const touch = afterLull((item: string) => acted.push(item));
  touch("a");
  touch("b");
  await setImmediate();
  touch("a");
  await setImmediate();
  expect(acted).toEqual(["b"]);
  await turnsUntil(() => acted.length > 1);
  await setImmediate();
  expect(acted).toEqual(["b", "a"]);
});

test("what is touched in every turn is acted on all the same", async () => {
  let count = 0;
  const touch = afterLull(() => {
    count += 1;
  });
  const turns = await turnsUntil(() => {
    touch("a");
    return count === 3;
  });
  expect(turns).toBeLessThan(3 * 12);
});

test("what is touched while it is acted on is acted on again", async () => {
  const acted: number[] = [];
  const touch = afterLull((number: number) => {
    acted.push(number);
    if (acted.length < 3) touch(number);
  });
  touch(1);
  await turnsUntil(() => acted.length === 3);
  expect(acted).toEqual([1, 1, 1]);
});
