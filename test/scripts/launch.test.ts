import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

const launch = fileURLToPath(new URL("../../scripts/launch.mjs", import.meta.url));
let folder: string;
let patient: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "durable-task-kit-launch-"));
  patient = await script(
    "patient.ts",
    `const stopped: Promise<string> = new Promise((resolve) => {
       for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => resolve(name));
     });
     const alive = setInterval(() => {}, 1_000);
     console.log("ready");
     console.log(await stopped);
     clearInterval(alive);`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a TypeScript script gets its arguments, and its exit code is passed on", async () => {
  const path = await script(
    "exit.ts",
    "const given: string[] = process.argv.slice(2); console.log(given); process.exit(7);",
  );
  const run = await execa("node", [launch, path, "--port", "0"], { reject: false });
  expect(run.stdout).toBe("[ '--port', '0' ]");
  expect(run.exitCode).toBe(7);
});

test("a signal is passed on, and the script may end in its own time", async () => {
  const run = execa("node", [launch, patient], { reject: false });
  await once(createInterface(run.stdout), "line");
  run.kill("SIGTERM");
  expect(await run).toMatchObject({ stdout: "ready\nSIGTERM", exitCode: 0 });
});

test("the script ends when the shell that started it is killed", async () => {
  // More than one command, so that every shell stays beside what it started.
  const run = execa("sh", ["-c", `node "${launch}" "${patient}"; true`], { reject: false });
  await once(createInterface(run.stdout), "line");
  run.kill("SIGKILL");
  // Answers once nobody writes to the pipe any more: the script has ended, too.
  expect((await run).stdout).toBe("ready\nSIGTERM");
});

async function script(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}
