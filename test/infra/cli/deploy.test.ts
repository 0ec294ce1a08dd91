import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import { dtk, launchEmulator } from "../../cli/dtk.ts";
import { type ArmClient, armAt, consumption } from "../../management/arm.ts";
import { greeting } from "../programs/greeting.ts";
import { createPulumiProject, type PulumiProject } from "../programs/pulumi-project.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
const theirGroup = `${subscription}/resourceGroups/theirs`;
const theirScheduler = `${theirGroup}/providers/Microsoft.DurableTask/schedulers/theirs`;
const theirHub = `${theirScheduler}/taskHubs/orders`;

describe.skipIf(skipped)(`dtk, by the real Pulumi engine${skipped}`, () => {
  let project: PulumiProject;
  let proxy: CuttingProxy;
  let emulator: Awaited<ReturnType<typeof launchEmulator>>;
  let data: string;
  let arm: ArmClient;

  async function startEmulator(ports: readonly string[]): Promise<void> {
    emulator = await launchEmulator(["--data", data, ...ports]);
    arm = await armAt(emulator.place.management as Parameters<typeof armAt>[0]);
  }

  const ports = ["--grpc-port", "0", "--rest-port", "0", "--dashboard-port", "0"];

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "dtk-deploy-"));
    await startEmulator([...ports, "--management-port", "0"]);
    proxy = await startCuttingProxy(() => String(Object(emulator.place.management).address));
    project = await createPulumiProject("worker-on-container-apps", command, proxy.host);
    await setting("name: Consumption", "name: Dedicated\n    capacity: 1");
    await setting("127.0.0.1:8083", proxy.host);
  });

  afterAll(async () => {
    emulator?.child.kill("SIGKILL");
    await proxy?.stop();
    await project?.remove();
    await rm(data, { recursive: true, force: true });
  });

  /** Changes the stack's file, as a person would. */
  async function setting(from: string, to: string): Promise<void> {
    const file = join(project.folder, "Pulumi.local.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
  }

  function run(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const env = { ...project.environment, ...more };
    return dtk(words, { cwd: project.folder, env, extendEnv: false, stdin: "ignore" });
  }

  async function succeed(...words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(words);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    return String(stdout);
  }

  async function fail(...words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(words);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(1);
    return `${stdout}\n${stderr}`;
  }

  async function listed(path: string): Promise<readonly Record<string, unknown>[]> {
    return (await arm.send("GET", path)).body.value ?? [];
  }

  async function ownSchedulers() {
    const all = await listed(`${subscription}/providers/Microsoft.DurableTask/schedulers`);
    return all.filter(({ name }) => name !== "theirs");
  }

  test("a stack local that nothing sends to the emulator is not made", async () => {
    const file = join(project.folder, "Pulumi.local.yaml");
    await rename(file, `${file}.away`);
    const words = await fail("up", "--stack", "local", "--yes");
    await rename(`${file}.away`, file);
    expect(words).toContain("There is no stack local and no Pulumi.local.yaml");
  });

  test("up without a yes says what it would make, and makes nothing", async () => {
    const words = await fail("up", "--target", "local");
    expect(words).toMatch(/^ {2}\+ create {3}durabletask:Scheduler +orders-scheduler$/m);
    expect(words).toMatch(/^ {2}\d+ to create$/m);
    expect(words).toContain("needs a yes");
    expect(await ownSchedulers()).toEqual([]);
  });

  test("an emulator killed in the middle: what exists is said", async () => {
    const up = run(["up", "--target", "local", "--yes"]);
    up.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.includes("created resources:ResourceGroup")) emulator.child.kill("SIGKILL");
    });
    const { exitCode, stderr } = await up;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /What exists now \(\d+\):\n(?: {2}.*\n)* {2}resources:ResourceGroup orders$/m,
    );
    expect(stderr).toContain("dtk up --stack local");
    await emulator.child;
    await startEmulator([...ports, "--management-port", "0"]);
  });

  test("a resource that is refused: the reason is said, and what exists", async () => {
    await arm.put(theirScheduler, consumption);
    await arm.put(theirHub, {});
    const words = await fail("up", "--target", "local", "--yes");
    expect(words).toMatch(/created durabletask:Scheduler orders-scheduler \(\d+\.\d s\)/);
    expect(words).toMatch(/FAILED creating durabletask:TaskHub/);
    expect(words).toMatch(/hub .*orders.*theirs/i);
    expect(words).toMatch(/What exists now[\s\S]*durabletask:Scheduler orders-scheduler/);
    await arm.remove(theirHub);
  });

  test("a connection cut before the answer: what may exist is kept", async () => {
    proxy.cut(/\/taskHubs\//i);
    const words = await fail("up", "--target", "local", "--yes");
    expect(words).toMatch(/^ {2}durabletask:TaskHub \S+ {2}\(unfinished\)$/m);
  });

  test("the same command again finishes what failed three times, and doubles nothing", async () => {
    expect(await succeed("up", "--target", "local", "--yes")).toContain("Deployed local.");
    const made = await ownSchedulers();
    expect(made).toHaveLength(1);
    const hubs = await listed(`${made[0]?.id}/taskHubs`);
    expect(hubs).toMatchObject([{ name: "orders" }]);
    expect(await succeed("preview", "--target", "local", "--refresh")).toContain(
      "Nothing to change.",
    );
  });

  test("a worker runs with the lines of outputs --env; doctor sees what is deployed", async () => {
    const lines = await succeed("outputs", "--target", "local", "--env");
    const { DURABLE_TASK_SCHEDULER_CONNECTION_STRING: text = "" } = parseEnv(lines);
    expect(await greeting(text)).toBe('"hello"');
    await writeFile(join(project.folder, ".env"), lines);
    const words = ["doctor", "--json", "--stack", "local", "--rest", String(emulator.place.rest)];
    const { findings } = JSON.parse(await fail(...words).then((said) => said.trim()));
    const states = findings.map(({ check, state }: Record<string, string>) => [check, state]);
    expect(Object.fromEntries(states)).toMatchObject({
      "management API": "ok",
      Pulumi: "ok",
      "Pulumi login": "ok",
      stack: "ok",
      "project's packages": "ok",
      "app settings": "ok",
      "task hub": "ok",
      worker: "problem",
    });
  });

  test("preview shows a real difference, and up makes it", async () => {
    await setting("capacity: 1", "capacity: 3");
    const words = await succeed("preview", "--target", "local");
    expect(words).toMatch(
      /^ {2}~ update {3}durabletask:Scheduler +orders-scheduler +\(properties\)$/m,
    );
    expect(words).toMatch(/^ {2}1 to update$/m);
    await succeed("up", "--target", "local", "--yes");
    const sku = { name: "Dedicated", capacity: 3, redundancyState: "Zone" };
    expect(await ownSchedulers()).toMatchObject([{ properties: { sku } }]);
  });

  test("destroy says what is lost, asks, and leaves nothing", async () => {
    const asked = await fail("destroy", "--target", "local");
    expect(asked).toMatch(/All orchestrations in them are lost: .*durabletask:TaskHub/);
    expect(await ownSchedulers()).toHaveLength(1);
    expect(await succeed("destroy", "--target", "local", "--yes")).toContain("Deleted everything");
    expect(await ownSchedulers()).toEqual([]);
    expect(await succeed("destroy", "--target", "local")).toContain("Nothing to delete.");
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ["no Pulumi", ["up", "--stack", "local"], { PATH: "/bin" }, /pulumi\.com\/docs\/install/],
    ["no login", ["up", "--stack", "local"], { PULUMI_BACKEND_URL: "" }, /pulumi login/],
    ["a misspelt stack", ["up", "--stack", "lokal"], {}, /no stack lokal .*there is: local/],
    ["another target", ["up", "--stack", "local", "--target", "azure"], {}, /for the emulator at/],
    ["no project", ["up", "--project", "/"], {}, /no Pulumi\.yaml in \/; name/],
    ["an output that is missing", ["outputs", "--stack", "local", "--env"], {}, /neither .*dtk up/],
  ])("%s is said in few lines, with the way out", async (_title, words, more, message) => {
    const { exitCode, stderr } = await run(words, more);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
  });

  test("a configuration value that is missing is named, and what sets it", async () => {
    await writeFile(join(project.folder, "Pulumi.empty.yaml"), "config: {}\n");
    expect(await fail("preview", "--stack", "empty")).toMatch(/'network'[\s\S]*pulumi config set/);
  });

  test("without an emulator, the command that starts one is said", async () => {
    emulator.child.kill("SIGKILL");
    await emulator.child;
    const words = await fail("up", "--target", "local", "--yes");
    expect(words).toMatch(/npx dtk emulator --management-port \d+/);
  });
});
