import { expect, test } from "vitest";
import { createIntake } from "../../emulator/access/intake.ts";

const limits = { largeSize: 10, workingSize: 100, waitingSize: 150 };

/** Starts one of each size; says which have begun, and ends one. */
function started(sizes: readonly number[]) {
  const intake = createIntake(limits);
  const begun: number[] = [];
  const ends: PromiseWithResolvers<void>[] = sizes.map(() => Promise.withResolvers());
  const answers = sizes.map((size, index) =>
    intake.run(size, () => {
      begun.push(index);
      return ends[index]?.promise ?? Promise.resolve();
    }),
  );
  return { begun, answers, end: (index: number) => ends[index]?.resolve() };
}

const turn = () => new Promise(setImmediate);

test("what is small passes at once, however much is at work", async () => {
  const { begun } = started([60, 60, 9]);
  await turn();
  expect(begun.toSorted()).toEqual([0, 2]);
});

test("what is large waits for room, in the order in which it came", async () => {
  const { begun, end } = started([60, 60, 30, 30]);
  await turn();
  expect(begun).toEqual([0]);
  end(0);
  await turn();
  expect(begun).toEqual([0, 1, 2]);
});

test("what is larger than all the room works alone", async () => {
  const { begun, end } = started([120, 20]);
  await turn();
  expect(begun).toEqual([0]);
  end(0);
  await turn();
  expect(begun).toEqual([0, 1]);
});

test("what would wait behind too much is refused, and room comes back", async () => {
  const { answers, end } = started([100, 100, 50, 20]);
  expect(answers.map((answer) => answer !== undefined)).toEqual([true, true, true, false]);
  end(0);
  end(1);
  end(2);
  await Promise.all(answers);
});

test("what fails gives its room back", async () => {
  const intake = createIntake(limits);
  const failing = intake.run(100, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  await expect(intake.run(100, async () => "in")).resolves.toBe("in");
});
