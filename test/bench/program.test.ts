import { expect, test } from "vitest";
import { startProgram } from "../../bench/engines/program.ts";

test("a program is ready with its first line, and gone once it is stopped", async () => {
  const program = await startProgram(["sh", "-c", "echo ready; sleep 600"]);
  expect(program.firstLine).toBe("ready");
  await program.stop();
  expect(() => process.kill(program.pid, 0)).toThrow("ESRCH");
});

test("one that ends before it is ready is refused with what became of it", async () => {
  await expect(startProgram(["sh", "-c", "exit 3"])).rejects.toThrow(/before it was ready.*3/);
});

test("one that cannot be started is refused, too", async () => {
  await expect(startProgram(["/nowhere/at-all"])).rejects.toThrow(/before it was ready/);
});
