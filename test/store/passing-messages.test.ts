import { expect, test } from "vitest";
import { withoutPassingMessages } from "../../emulator/store/sqlite/passing-messages.ts";
import { message, writesTo } from "./records.ts";

const arrives = (sequence: number) =>
  ({ type: "message-received", message: message(sequence, "one") }) as const;
const removed = (...sequences: number[]) => ({ type: "messages-removed", sequences }) as const;

test("a message that arrives and is consumed in one group is not written, its removal is", () => {
  const group = writesTo("h", "one", arrives(1), arrives(2), removed(1));
  expect(withoutPassingMessages(group)).toEqual(writesTo("h", "one", arrives(2), removed(1)));
});

test("one that arrives again after its removal stays", () => {
  const group = writesTo("h", "one", removed(1), arrives(1));
  expect(withoutPassingMessages(group)).toEqual(group);
});
