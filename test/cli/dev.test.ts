import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { settingNames } from "../../infra/azure/settings.ts";
import { anyPorts, dtk, takenPort, temporaryFolder } from "./dtk.ts";

const memory = [...anyPorts, "--in-memory"];

describe("a worker given by its command", () => {
  test("finds the scheduler, is heard line by line, and its exit code is passed on", async () => {
    const script =
      "console.log(process.env.DTS_CONNECTION_STRING, process.env.TASKHUB);" +
      "console.error('oh no'); process.exit(7)";
    const words = ["dev", ...memory, "--", process.execPath, "-e", script];
    const { exitCode, stdout, stderr } = await dtk(words);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(
      /^worker \| Endpoint=http:\/\/127\.0\.0\.1:\d+;TaskHub=default;.* default$/m,
    );
    expect(stderr).toMatch(/^worker \| oh no$/m);
    expect(stderr).toMatch(/^dtk: the worker ended with exit code 7/m);
  });

  test("finds it under every name that it has in Azure", async () => {
    const script = "console.log(Object.keys(process.env).join(' '))";
    const { stdout } = await dtk(["dev", ...memory, "--", process.execPath, "-e", script]);
    const names = String(stdout).split(/\s/);
    const ofIdentity = "AZURE_CLIENT_ID";
    expect(names).toEqual(
      expect.arrayContaining([...settingNames].filter((name) => name !== ofIdentity)),
    );
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "has ended, in its own time, when %s has ended the command",
    async (signal) => {
      const script = `
        process.on("SIGTERM", () => setTimeout(() => { console.log("ended"); process.exit(); }, 9));
        setInterval(() => {}, 1000); console.log("working");
      `;
      const { child, lines } = await working(["--", process.execPath, "-e", script]);
      child.kill(signal);
      expect((await child).exitCode).toBe(0);
      expect(lines.at(-1)).toBe("worker | ended");
    },
  );

  test("is ended by a second Ctrl-C when it does not end by itself", async () => {
    const script = `
      process.on("SIGTERM", () => {});
      setInterval(() => {}, 1000); console.log("working", process.pid);
    `;
    const { child, pid } = await working(["--", process.execPath, "-e", script]);
    let exitCode: number | undefined;
    void child.then((result) => {
      exitCode = result.exitCode;
    });
    await vi.waitFor(
      () => {
        child.kill("SIGINT");
        expect(exitCode).toBe(130);
      },
      { interval: 100, timeout: 10_000 },
    );
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  test("that is empty is refused before anything starts", async () => {
    const { exitCode, stderr, stdout } = await dtk(["dev", ...memory, "--", ""]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dtk: There is no worker to run: .*$/);
    expect(stdout).toBe("");
  });

  test("goes on when nobody reads what it prints any more", async () => {
    // Told of on standard error once many more lines have gone nowhere.
    const script = `
      let count = 0;
      const say = () => { console.log("working"); if (++count === 50) console.error("still"); };
      setInterval(say, 20);
    `;
    const { child } = await working(["--", process.execPath, "-e", script]);
    child.stdout?.destroy();
    if (child.stderr === null) throw new Error("The command has no standard error.");
    for await (const line of createInterface(child.stderr)) {
      expect(line).toBe("worker | still");
      break;
    }
    child.kill("SIGTERM");
    expect((await child).exitCode).toBe(0);
  });

  test("that cannot be started is named, with the way out", async () => {
    const { exitCode, stderr } = await dtk(["dev", ...memory, "--", "no-such-program"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dtk: The worker 'no-such-program' could not be started .*dtk dev --/);
  });
});

describe("a worker of package.json", () => {
  test("is run by the shell, and ends with the command, with all that it started", async () => {
    const cwd = await temporaryFolder();
    const source = `setInterval(() => {}, 1000); console.log("working", process.pid);`;
    await writeFile(join(cwd, "worker.js"), source);
    await writeManifest(cwd, "true && node worker.js; true");
    const { child, pid } = await working([], cwd);
    child.kill("SIGTERM");
    expect((await child).exitCode).toBe(0);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  test("that is none says how to name one", async () => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await dtk(["dev", ...memory], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dtk dev -- node src/worker.ts");
  });

  test("that is empty says the same", async () => {
    const cwd = await temporaryFolder();
    await writeManifest(cwd, "");
    const { exitCode, stderr, stdout } = await dtk(["dev", ...memory], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dtk dev -- node src/worker.ts");
    expect(stdout).toBe("");
  });

  test("that cannot be read says so", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "package.json"), "{");
    const { exitCode, stderr } = await dtk(["dev", ...memory], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dtk: package\.json cannot be read: .*$/);
  });
});

test("a taken port is refused before the worker starts, and nothing is written", async () => {
  const cwd = await temporaryFolder();
  await writeManifest(cwd, "node -e 'console.log(1)'");
  const port = await takenPort();
  const { exitCode, stderr, stdout } = await dtk(["dev", "--grpc-port", port], { cwd });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("--grpc-port");
  expect(stdout).toBe("");
  expect(await readdir(cwd)).toEqual(["package.json"]);
});

/** The command with a worker that has said "working" and, where it says one, its process id. */
async function working(words: readonly string[], cwd = process.cwd()) {
  const child = dtk(["dev", ...memory, ...words], { buffer: false, cwd });
  onTestFinished(() => {
    child.kill("SIGTERM");
  });
  if (child.stdout === null) throw new Error("The command has no standard output.");
  const lines: string[] = [];
  const reading = createInterface(child.stdout).on("line", (line) => lines.push(line));
  await vi.waitFor(() => expect(lines.at(-1)).toMatch(/^worker \| working/), { timeout: 20_000 });
  onTestFinished(() => reading.close());
  return { child, lines, pid: Number(lines.at(-1)?.split(" ").at(-1)) };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function writeManifest(folder: string, worker: string): Promise<void> {
  return writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { worker } }));
}
