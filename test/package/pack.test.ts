import { once } from "node:events";
import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type InstalledPackage, installPackage } from "./installed-package.ts";

const ourModules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const anyPorts = ["--grpc-port=0", "--rest-port=0", "--dashboard-port=0"];

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed[Symbol.asyncDispose]());

test("installing the package installs no other", async () => {
  const names = await readdir(join(installed.folder, "node_modules"));
  expect(names.filter((name) => !name.startsWith("."))).toEqual(["durable-task-kit"]);
});

test("npx finds dtk", async () => {
  const { stdout } = await execa("npx", ["dtk", "--help"], installed.options);
  expect(stdout).toContain("dtk emulator");
});

test("dtk emulator start says where it answers, and SIGTERM ends it with 0", async () => {
  const data = join(installed.folder, "data");
  const args = ["emulator", "start", ...anyPorts, "--data", data, "--json"];
  // What npx runs; npx itself keeps signals from it where the shell is Debian's.
  const dtk = join(installed.folder, "node_modules/.bin/dtk");
  const emulator = execa(dtk, args, { ...installed.options, reject: false, buffer: false });
  try {
    const [line] = await once(createInterface(emulator.stdout), "line");
    const started = JSON.parse(line);
    expect(Object.keys(started).toSorted()).toEqual(
      ["dashboard", "dataFolder", "grpc", "management", "rest", "taskHubs"].toSorted(),
    );
    const headers = { "x-taskhub": "default" };
    const ping = await fetch(`${started.rest}/v1/taskhubs/ping`, { headers });
    expect(ping.ok).toBe(true);
    const page = await fetch(started.dashboard);
    expect(await page.text()).toContain("<title>Durable Task Kit</title>");
  } finally {
    emulator.kill("SIGTERM");
  }
  expect((await emulator).exitCode).toBe(0);
});

test("startEmulator is imported by the package's name", async () => {
  const source = `
    import { startEmulator } from "durable-task-kit";
    await using emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
    console.log(emulator.connectionString());
  `;
  await writeFile(join(installed.folder, "library.js"), source);
  const { stdout } = await execa("node", ["library.js"], installed.options);
  expect(stdout).toMatch(/^Endpoint=http:\/\/.+;TaskHub=default;Authentication=None$/);
});

test("the library's types compile strictly, with nothing else installed", async () => {
  const source = `
    import { type Emulator, startEmulator } from "durable-task-kit";
    const emulator: Emulator = await startEmulator({ grpcPort: 0 });
    export const grpc: string = emulator.grpc;
    // @ts-expect-error A port is a number.
    await startEmulator({ grpcPort: "8080" });
  `;
  await compile("library.ts", source, ["--types", ""]);
});

test("the infrastructure's types compile strictly beside Pulumi", async () => {
  await symlink(join(ourModules, "@pulumi"), join(installed.folder, "node_modules/@pulumi"));
  const source = `
    import { PolicyPack } from "@pulumi/policy";
    import { Scheduler, TaskHub, AppAccess } from "durable-task-kit/infra";
    import { AppImage } from "durable-task-kit/infra/images";
    import { KubernetesWorker } from "durable-task-kit/infra/kubernetes";
    import { durableTaskPolicies } from "durable-task-kit/policies";
    export const components = [Scheduler, TaskHub, AppAccess, AppImage, KubernetesWorker];
    export const makePack = () => new PolicyPack("p", { policies: durableTaskPolicies });
    // @ts-expect-error A component has a name.
    new Scheduler();
  `;
  await compile("infrastructure.ts", source, ["--types", "", "--skipLibCheck"]);
});

/** Rejects with the compiler's words. */
async function compile(file: string, source: string, flags: readonly string[]): Promise<void> {
  await writeFile(join(installed.folder, file), source);
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext"];
  const tsc = join(ourModules, ".bin/tsc");
  await execa(tsc, [...strict, ...flags, file], installed.options);
}
