import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createTokenCheck } from "../../emulator/access/token-check.ts";
import { openTokenFile } from "../../emulator/access/token-file.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "dtk-token-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test("a missing file is made with a token that its owner alone can read, and kept", async () => {
  const file = join(await folder(), "new", "token");
  const token = await openTokenFile(file);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await openTokenFile(file)).toBe(token);
  expect(await readFile(file, "utf8")).toBe(`${token}\n`);
});

test("two new files hold two tokens", async () => {
  const path = await folder();
  expect(await openTokenFile(join(path, "a"))).not.toBe(await openTokenFile(join(path, "b")));
});

test.each(["", "too short", "fifteen-letters", "spaces are not allowed here", "x".repeat(513)])(
  "a file that holds '%s' is refused by name",
  async (text) => {
    const file = join(await folder(), "token");
    await writeFile(file, text);
    await expect(openTokenFile(file)).rejects.toThrow(`The token file ${file} cannot be used`);
  },
);

test("a file that cannot be read is refused with the reason", async () => {
  const path = await folder();
  await expect(openTokenFile(path)).rejects.toThrow(/EISDIR/);
});

test.each([
  ["Bearer sixteen-letters-x", true],
  ["bearer   sixteen-letters-x", true],
  ["Bearer sixteen-letters-y", false],
  ["Bearer sixteen-letters-x2", false],
  ["Bearer sixteen-letters-", false],
  ["Bearer", false],
  ["Basic sixteen-letters-x", false],
  ["sixteen-letters-x", false],
  ["", false],
  [undefined, false],
])("the header %s lets a caller in: %s", (header, isIn) => {
  expect(createTokenCheck("sixteen-letters-x")(header)).toBe(isIn);
});
