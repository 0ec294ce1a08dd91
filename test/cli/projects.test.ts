import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { anyPorts, dtk, temporaryFolder } from "./dtk.ts";

describe("new", () => {
  test("makes a project that is named after its folder", async () => {
    const cwd = await temporaryFolder();
    const { exitCode } = await dtk(["new", "typescript-worker", "orders"], { cwd });
    expect(exitCode).toBe(0);
    const names = await readdir(join(cwd, "orders"));
    expect(names).toEqual(expect.arrayContaining([".gitignore", "README.md", "src", "test"]));
    const manifest = JSON.parse(await readFile(join(cwd, "orders/package.json"), "utf8"));
    expect(manifest.name).toBe("orders");
    const program = await readFile(join(cwd, "orders/infra/Pulumi.yaml"), "utf8");
    expect(program).toMatch(/^name: orders$/m);
  });

  test("lists what there is", async () => {
    expect((await dtk(["new", "--list"])).stdout).toContain("typescript-worker");
  });

  test.each([
    [["new", "cobol-worker", "orders"], /no template 'cobol-worker'; there is: typescript-worker/],
    [["new", "typescript-worker", "My Orders"], /'My Orders' cannot name a package/],
    [["new"], /Name a template and a folder/],
  ])("refuses %j and writes nothing", async (words, message) => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await dtk(words, { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("refuses a folder that holds something", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "orders"));
    await writeFile(join(cwd, "orders/mine.txt"), "keep");
    const { exitCode, stderr } = await dtk(["new", "typescript-worker", "orders"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("not empty");
    expect(await readdir(join(cwd, "orders"))).toEqual(["mine.txt"]);
  });
});

describe("dev", () => {
  const memory = [...anyPorts, "--in-memory"];

  test("gives the worker the connection string and passes its exit code on", async () => {
    const script =
      "console.log(process.env.DTS_CONNECTION_STRING, process.env.TASKHUB); process.exit(7)";
    const { exitCode, stdout } = await dtk([
      "dev",
      ...memory,
      "--",
      process.execPath,
      "-e",
      script,
    ]);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/Endpoint=http:\/\/127\.0\.0\.1:\d+;TaskHub=default;.* default/);
  });

  test("stops worker and emulator with one signal", async () => {
    const script = "console.log('working'); setInterval(() => {}, 1000)";
    const child = dtk(["dev", ...memory, "--", process.execPath, "-e", script], { buffer: false });
    if (child.stdout === null) throw new Error("The command has no standard output.");
    for await (const line of createInterface(child.stdout)) {
      if (line === "working") break;
    }
    child.kill("SIGINT");
    expect((await child).exitCode).toBe(0);
  });

  test("without a worker says how to name one", async () => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await dtk(["dev", ...memory], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dtk dev -- node src/worker.ts");
  });
});
