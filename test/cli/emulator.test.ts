import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anyPorts, dtk, startedEmulator, takenPort, temporaryFolder } from "./dtk.ts";

describe("help", () => {
  test("teaches by examples and names the exit codes", async () => {
    const { stdout, exitCode } = await dtk(["--help"]);
    expect(exitCode).toBe(0);
    for (const text of ["dtk emulator", "dtk dev --", "dtk new", "Exit codes"]) {
      expect(stdout).toContain(text);
    }
  });

  test.each([
    [["emulator"]],
    [["emulator", "start"]],
    [["emulator", "status"]],
    [["emulator", "reset"]],
    [["dev"]],
    [["new"]],
    [["up"]],
    [["doctor"]],
  ])("of %j has examples", async (words) => {
    const { stdout, exitCode } = await dtk([...words, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}dtk /);
  });

  test("of a command names each flag's environment variable", async () => {
    const { stdout } = await dtk(["emulator", "start", "--help"]);
    expect(stdout).toContain("DTS_TASK_HUB_NAMES");
  });
});

describe("emulator start", () => {
  test("says in one line where it serves, answers there, and stops with code 0", async () => {
    const data = await temporaryFolder();
    const options = ["--data", data, "--task-hubs", "one,two", "--management-port", "0"];
    const { child, place } = await startedEmulator(options);
    expect(place).toEqual({
      grpc: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      rest: expect.any(String),
      dashboard: expect.any(String),
      management: {
        address: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
        certificateFile: join(data, "tls", "ca.pem"),
      },
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

  test("with a token file asks status for the token", async () => {
    const file = join(await temporaryFolder(), "token");
    const { place } = await startedEmulator(["--in-memory", "--auth-token-file", file]);
    const words = ["emulator", "status", "--rest", String(place.rest)];
    const refused = await dtk(words);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("asks for its token");
    expect((await dtk([...words, "--auth-token-file", file])).exitCode).toBe(0);
    const byVariable = await dtk(words, { env: { DTK_AUTH_TOKEN_FILE: file } });
    expect(byVariable.exitCode).toBe(0);
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

  test.each(["grpc", "rest", "dashboard", "management"])(
    "refuses a taken %s port, names the flag and writes nothing",
    async (name) => {
      const cwd = await temporaryFolder();
      const port = await takenPort();
      const flag = `--${name}-port`;
      const words = [...anyPorts, flag, port];
      const { exitCode, stderr } = await dtk(["emulator", ...words], { cwd });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(new RegExp(`^dtk: .*port ${port} .*${flag} .pass 0 for any.*$`));
      expect(await readdir(cwd)).toEqual([]);
    },
  );

  test.each([
    [["--bogus"], 2, /unknown option '--bogus'/],
    [["--hots", "x"], 2, /unknown option '--hots' .*--host/],
    [["--grpc-port"], 2, /--grpc-port <port>' argument missing/],
    [["stray"], 2, /too many arguments/],
    [["--grpc-port", "x"], 1, /--grpc-port x/],
    [["--host", "192.0.2.1", ...anyPorts], 1, /--host 192\.0\.2\.1 is no address of this machine/],
    [["--data", "x", "--in-memory"], 1, /exclude each other/],
    [["--task-hubs", "a b"], 1, /'a b' is no task hub name/],
  ])("refuses %j in one line and writes nothing", async (words, code, message) => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr, stdout } = await dtk(["emulator", "start", ...words], { cwd });
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(/^dtk: .*$/);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(await readdir(cwd)).toEqual([]);
  });

  test("shows the stack of an error only to who asks for it", async () => {
    const words = ["emulator", "--grpc-port", "x"];
    expect((await dtk(words)).stderr).not.toContain(" at ");
    expect((await dtk(words, { env: { DTK_DEBUG: "1" } })).stderr).toContain(" at ");
  });
});

describe("emulator status", () => {
  test("answers in JSON for scripts", async () => {
    const { place } = await startedEmulator(["--in-memory"]);
    const rest = String(place.rest);
    const { stdout, exitCode } = await dtk(["emulator", "status", "--json", "--rest", rest]);
    expect(exitCode).toBe(0);
    const taskHubs = [{ name: "default", orchestrationsCount: 0, workersCount: 0 }];
    expect(JSON.parse(String(stdout))).toEqual({ rest, up: true, taskHubs });
    const text = await dtk(["emulator", "status", "--rest", rest]);
    expect(text.stdout).toContain("task hub default: 0 orchestrations, 0 workers connected");
  });

  test("finds the REST port in DTK_REST_PORT, but --rest goes before it", async () => {
    const { place } = await startedEmulator(["--in-memory"]);
    const { port } = new URL(String(place.rest));
    const options = { env: { DTK_REST_PORT: port } };
    const { stdout, exitCode } = await dtk(["emulator", "status"], options);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`answers at http://127.0.0.1:${port}`);
    const elsewhere = ["emulator", "status", "--rest", "http://127.0.0.1:1"];
    expect((await dtk(elsewhere, options)).exitCode).toBe(1);
  });

  test("takes no other server for an emulator", async () => {
    const { place } = await startedEmulator(["--in-memory"]);
    const { exitCode } = await dtk(["emulator", "status", "--rest", `${place.grpc}`]);
    expect(exitCode).toBe(1);
  });

  test("does not wait for a server that says nothing", async () => {
    const rest = `http://127.0.0.1:${await takenPort()}`;
    const { exitCode, stderr } = await dtk(["emulator", "status", "--rest", rest]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("No emulator answers");
  });

  test.each([
    ["http://127.0.0.1:1", /Start one with "dtk emulator"/],
    ["nonsense", /--rest nonsense is no address; use one such as http:/],
  ])("says the way out for %s", async (rest, message) => {
    const { exitCode, stderr } = await dtk(["emulator", "status", "--rest", rest]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
  });
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

  test("refuses a folder without a name", async () => {
    const { exitCode, stderr } = await dtk(["emulator", "reset", "--yes", "--data", ""]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dtk: --data names no folder; .*$/);
  });

  test("does nothing without a yes", async () => {
    const { exitCode, stderr } = await dtk(["emulator", "reset", "--data", "nowhere"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--yes");
  });
});
