import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import { written, writtenToPass } from "../../emulator/grpc/writing.ts";

const text = (length: number) => (writer: BinaryWriter) =>
  void writer.uint32(0x0a).string("x".repeat(length));

const finished = (length: number) => {
  const writer = new BinaryWriter();
  text(length)(writer);
  return [...writer.finish()];
};

describe.each([
  { name: "written", write: written },
  { name: "writtenToPass", write: writtenToPass },
])("$name", ({ write }) => {
  test.each([0, 1, 200, 5_000, 100_000])("gives all bytes of a text of %i", (length) => {
    expect([...write(text(length))]).toEqual(finished(length));
  });

  test("gives bytes that nothing written later changes", () => {
    const lengths = [0, 300, 20, 7_000, 64];
    const all = lengths.map((length) => write(text(length)));
    expect(all.map((bytes) => [...bytes])).toEqual(lengths.map(finished));
  });

  test("gives nothing of a message that could not be written", () => {
    const breaksOff = (writer: BinaryWriter) => {
      text(5)(writer.fork());
      throw new Error("no more");
    };
    expect(() => write(breaksOff)).toThrow("no more");
    expect([...write(text(3))]).toEqual(finished(3));
  });
});

test("one kind does not disturb the other", () => {
  const kept = written(text(80));
  const passed = writtenToPass(text(90));
  const keptToo = written(text(70));
  expect([kept, passed, keptToo].map((bytes) => [...bytes])).toEqual([80, 90, 70].map(finished));
});
