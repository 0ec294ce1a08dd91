import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const reporter = fileURLToPath(new URL("./counts.ts", import.meta.url));

test("the last line counts what passed and what failed", async () => {
  const run = await runTests('test("a", () => {}); test("b", () => { expect(1).toBe(2); });');
  expect(run.lines.at(-1)).toBe("1 passed, 1 failed");
  expect(run.exitCode).toBe(1);
});

test("a skipped test is named with its reason and counted", async () => {
  const run = await runTests(
    'test("a", () => {}); test("b", ({ skip }) => skip("no such engine"));',
  );
  expect(run.lines).toContain("skipped: sample.test.js > b (no such engine)");
  expect(run.lines.at(-1)).toBe("1 passed, 0 failed, 1 skipped");
  expect(run.exitCode).toBe(0);
});

test("in CI a skip without leave is a failure", async () => {
  const run = await runTests('test("a", () => {}); test.skip("b (no reason)", () => {});', "true");
  expect(run.lines).toContain("skipped without leave: sample.test.js > b (no reason)");
  expect(run.lines.at(-1)).toBe("1 passed, 1 failed");
  expect(run.exitCode).toBe(1);
});

test("in CI a skip on the list is a skip", async () => {
  const run = await runTests('test("a", () => {}); test.skip(".NET worker", () => {});', "true");
  expect(run.lines.at(-1)).toBe("1 passed, 0 failed, 1 skipped");
  expect(run.exitCode).toBe(0);
});

test.each([
  ["a file that cannot be loaded", 'throw new Error("broken");', "0 passed, 1 failed"],
  [
    "a hook that fails",
    'describe("s", () => { beforeAll(() => { throw new Error(); }); test("a", () => {}); });',
    "0 passed, 1 failed, 1 skipped",
  ],
  [
    "an error outside of the tests",
    'test("a", async () => { Promise.reject(new Error("stray")); });',
    "1 passed, 1 failed",
  ],
])("%s counts as a failure", async (_name, source, counts) => {
  const run = await runTests(source);
  expect(run.lines.at(-1)).toBe(counts);
  expect(run.exitCode).toBe(1);
});

/** A real run of one file in a folder of its own. */
async function runTests(source: string, ci = "") {
  const folder = await mkdtemp(join(tmpdir(), "durable-task-kit-counts-"));
  try {
    await writeFile(join(folder, "sample.test.js"), source);
    const flags = ["run", "--root", folder, "--globals", "--reporter", reporter];
    const env = { CI: ci, VITEST: undefined, NODE_ENV: undefined };
    const options = { env, reject: false, preferLocal: true, lines: true } as const;
    const { stdout, exitCode } = await execa("vitest", flags, options);
    return { lines: stdout, exitCode };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
