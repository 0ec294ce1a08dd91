import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../templates/catalog.ts";
import { dtk, temporaryFolder } from "./dtk.ts";

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

  test("takes a folder that is empty", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "orders"));
    const { exitCode } = await dtk(["new", "typescript-worker", "orders"], { cwd });
    expect(exitCode).toBe(0);
  });

  test("lists what there is, for people and for scripts", async () => {
    expect((await dtk(["new", "--list"])).stdout).toContain("typescript-worker");
    const { stdout } = await dtk(["new", "--list", "--json"]);
    expect(JSON.parse(String(stdout))).toEqual(catalog);
  });

  test.each([
    [["cobol-worker", "orders"], 1, /no template 'cobol-worker'; there is: typescript-worker/],
    [["typescript-worker", "My Orders"], 1, /'My Orders' cannot name a package/],
    [["typescript-worker", "durable-task-kit"], 1, /'durable-task-kit' cannot name a package/],
    [["typescript-worker", "o".repeat(101)], 1, /at most 100/],
    [[], 2, /name a template and a folder: dtk new typescript-worker/],
    [["typescript-worker"], 2, /name a template and a folder/],
  ])("refuses %j in one line and writes nothing", async (words, code, message) => {
    const cwd = await temporaryFolder();
    const { exitCode, stderr } = await dtk(["new", ...words], { cwd });
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(/^dtk: .*$/);
    expect(stderr).toMatch(message);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("refuses a folder that holds something", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "orders"));
    await writeFile(join(cwd, "orders/mine.txt"), "keep");
    const { exitCode, stderr } = await dtk(["new", "typescript-worker", "orders"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("not an empty folder");
    expect(await readdir(join(cwd, "orders"))).toEqual(["mine.txt"]);
  });

  test("refuses a file of that name", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "orders"), "keep");
    const { exitCode, stderr } = await dtk(["new", "typescript-worker", "orders"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("not an empty folder");
  });
});
