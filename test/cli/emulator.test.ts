import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { anyPorts, dtk, startedEmulator, temporaryFolder } from "./dtk.ts";

describe("help", () => {
  test("teaches by examples and names the exit codes", async () => {
    const { stdout, exitCode } = await dtk(["--help"]);
    expect(exitCode).toBe(0);
    for (const text of ["dtk emulator", "dtk dev --", "dtk new", "Exit codes"]) {
      expect(stdout).toContain(text);
    }
  });

  test("of a command names each flag's environment variable", async () => {
    const { stdout } = await dtk(["emulator", "start", "--help"]);
    expect(stdout).toContain("DTS_TASK_HUB_NAMES");
  });
});

describe("emulator start", () => {
  test("says in one line where it serves, answers there, and stops with code 0", async () => {
    const data = await temporaryFolder();
    const { child, place } = await startedEmulator(["--data", data, "--task-hubs", "one,two"]);
    expect(place).toEqual({
      grpc: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      rest: expect.any(String),
      dashboard: expect.any(String),
      dataFolder: data,
      taskHubs: ["one", "two"],
    });
    const headers = { "x-taskhub": "one" };
    const ping = await fetch(`${place.rest}/v1/taskhubs/ping`, { headers });
    expect(ping.ok).toBe(true);
    const status = await dtk(["emulator", "status", "--rest", String(place.rest)]);
    expect(status.exitCode).toBe(0);
    child.kill("SIGTERM");
    expect((await child).exitCode).toBe(0);
  });

  test("refuses a data folder that another process uses, and names it", async () => {
    const data = await temporaryFolder();
    const { child } = await startedEmulator(["--data", data]);
    const second = await dtk(["emulator", ...anyPorts, "--data", data]);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain(`${data} is in use by process ${child.pid}`);
    const reset = await dtk(["emulator", "reset", "--yes", "--data", data]);
    expect(reset.exitCode).toBe(1);
  });

  test.each(["grpc", "rest", "dashboard"])(
    "refuses a taken %s port with the way out",
    async (name) => {
      const server = createServer().listen(0, "127.0.0.1");
      onTestFinished(() => {
        server.close();
      });
      await new Promise((resolve) => server.once("listening", resolve));
      const address = server.address();
      const port = typeof address === "object" ? String(address?.port) : "";
      const flag = `--${name}-port`;
      const words = anyPorts.map((word, at) => (anyPorts[at - 1] === flag ? port : word));
      const { exitCode, stderr } = await dtk(["emulator", ...words, "--in-memory"]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(new RegExp(`port ${port} .*0 = any`));
    },
  );

  test.each([
    [["--bogus"], 2, /unknown option '--bogus'/],
    [["--grpc-port", "x"], 1, /--grpc-port x/],
    [["--data", "x", "--in-memory"], 1, /exclude each other/],
    [["--task-hubs", "a"], 1, /'a' is no task hub name/],
  ])("refuses %j", async (words, code, message) => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await dtk(["emulator", "start", ...words], { cwd });
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
    expect(await readdir(cwd)).toEqual([]);
  });
});

test("emulator status says the way out when none answers", async () => {
  const { exitCode, stderr } = await dtk(["emulator", "status", "--rest", "http://127.0.0.1:1"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Start one with "dtk emulator"');
});

describe("emulator reset", () => {
  test("deletes the store's files and no others", async () => {
    const data = await temporaryFolder();
    const { child } = await startedEmulator(["--data", data]);
    child.kill("SIGTERM");
    await child;
    await writeFile(join(data, "mine.txt"), "keep");
    const { exitCode } = await dtk(["emulator", "reset", "--yes", "--data", data]);
    expect(exitCode).toBe(0);
    expect(await readdir(data)).toEqual(["mine.txt"]);
  });

  test("refuses a folder that is none of the emulator's", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "mine.txt"), "keep");
    const { exitCode, stderr } = await dtk(["emulator", "reset", "--yes", "--data", folder]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("nothing was deleted");
    expect(await readdir(folder)).toEqual(["mine.txt"]);
  });

  test("does nothing without a yes", async () => {
    const { exitCode, stderr } = await dtk(["emulator", "reset", "--data", "nowhere"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--yes");
  });
});
