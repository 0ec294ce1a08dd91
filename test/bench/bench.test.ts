import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

/** The process counts come from the kernel's own files. */
const isLinux = process.platform === "linux";

test.skipIf(!isLinux)(
  "one command measures the kit under load and writes its figures",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "dtk-bench-test-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const json = join(folder, "figures.json");
    const narrowed = ["--peers", "none", "--seconds", "1", "--only", "start-only"];
    const args = [...narrowed, "--concurrency", "8", "--json", json, "--picture", folder];
    const { stdout } = await execa(process.execPath, ["bench/main.ts", ...args]);
    expect(stdout).toMatch(/\| durable-task-kit \| lean +\| start-only \| +8 \|/);
    const { runs } = JSON.parse(await readFile(json, "utf8"));
    expect(runs).toHaveLength(5);
    for (const { perSecond, cpuPercent } of runs) {
      expect(perSecond).toBeGreaterThan(0);
      expect(cpuPercent).toBeGreaterThan(0);
    }
    expect(await readdir(folder)).toContain("start-only.svg");
  },
);

test("what cannot be measured is refused before anything starts", async () => {
  const args = ["bench/main.ts", "--only", "sequence"];
  const { exitCode, stderr } = await execa(process.execPath, args, { reject: false });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('no scenario "sequence"');
});
