import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import { connectRaw } from "../../grpc/raw.ts";
import { type DeployedProgram, deployedProgram } from "./deployed-program.ts";
import { greeting } from "./greeting.ts";
import { type ManagedEmulator, startManagedEmulator } from "./managed-emulator.ts";
import { createPulumiProject, type PulumiProject } from "./pulumi-project.ts";

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

const programs = [
  "functions-on-flex-consumption",
  "worker-on-app-service",
  "worker-on-container-apps",
  "worker-on-kubernetes",
];

describe.skipIf(skipped).each(programs)(`%s, stack local, by the real engine${skipped}`, (name) => {
  let managed: ManagedEmulator;
  let project: PulumiProject;
  let program: DeployedProgram;

  beforeAll(async () => {
    managed = await startManagedEmulator();
    project = await createPulumiProject(name, command, managed.metadataHost);
    program = deployedProgram(project);
    await program.succeed("stack", "init", "local");
    const host = { "azure-native:metadataHost": managed.metadataHost };
    await program.configure("local", host);
  });

  afterAll(async () => {
    await project?.remove();
    await managed?.emulator.stop();
  });

  test("preview makes nothing", async () => {
    expect(await program.changes("local")).toEqual({ create: expect.any(Number) });
    expect(managed.emulator.taskHubs).not.toContain("orders");
  });

  test("up makes a hub in the emulator; a worker runs with the stack's outputs", async () => {
    await program.up("local");
    expect(managed.emulator.taskHubs).toContain("orders");
    const { endpoint, env = "" } = await program.outputs("local");
    expect(endpoint).toBe(managed.emulator.grpc);
    const { DURABLE_TASK_SCHEDULER_CONNECTION_STRING: text = "" } = parseEnv(env);
    expect(text).toBe(`Endpoint=${endpoint};TaskHub=orders;Authentication=None`);
    expect(await greeting(text)).toBe('"hello"');
  });

  test("the same program again changes nothing, a changed retention one thing", async () => {
    expect(await program.changes("local")).toEqual({ same: expect.any(Number) });
    await program.configure("local", { "retention.failed": "14" });
    const changed = { same: expect.any(Number), update: 1 };
    expect(await program.changes("local")).toEqual(changed);
    await program.up("local");
    expect(await program.changes("local")).toEqual({ same: expect.any(Number) });
  });

  test("refresh sees a hub deleted behind Pulumi's back; up makes it again", async () => {
    await deleteHub(managed, "orders");
    await program.succeed("refresh", "--yes", "--skip-preview", "--stack", "local");
    const kinds = (await program.resources("local")).map(({ kind }) => kind);
    expect(kinds).not.toContain("TaskHub");
    expect(kinds).toContain("Scheduler");
    await program.up("local");
    expect(managed.emulator.taskHubs).toContain("orders");
  });

  test("a hub that exists already can be imported", async () => {
    const { deployment } = JSON.parse(await program.succeed("stack", "export", "--stack", "local"));
    const hubs: readonly { readonly id: string }[] = deployment.resources.filter(
      ({ type }: { readonly type: string }) => type === "azure-native:durabletask:TaskHub",
    );
    const what = ["azure-native:durabletask:TaskHub", "imported", hubs[0]?.id ?? ""];
    const flags = ["--yes", "--generate-code=false", "--protect=false", "--stack", "local"];
    await program.succeed("import", ...what, ...flags);
    const found = await program.resources("local");
    expect(found.map(({ kind, parent }) => `${kind} in ${parent}`)).toContain("TaskHub in Stack");
  });

  test("destroy leaves nothing, in the stack and in the emulator", async () => {
    await program.destroy("local");
    expect(await program.resources("local")).toEqual([]);
    expect(managed.emulator.taskHubs).not.toContain("orders");
  });

  test("without an emulator, up says how to start one", async () => {
    const { metadataHost } = managed;
    await managed.emulator.stop();
    const words = await program.fail("up", "--yes", "--skip-preview", "--stack", "local");
    expect(words).toContain(`No emulator answers at https://${metadataHost}`);
    expect(words).toContain("npx dtk emulator --management-port");
  });

  test("its stack names the emulator's usual address", async () => {
    const stack = await readFile(
      join(import.meta.dirname, "../../../infra/programs", name, "Pulumi.local.yaml"),
      "utf8",
    );
    expect(stack).toContain("azure-native:metadataHost: 127.0.0.1:8083");
  });
});

async function deleteHub({ emulator }: ManagedEmulator, taskHub: string): Promise<void> {
  const raw = connectRaw(emulator, taskHub);
  await raw.ask((client, meta, reply) => client.deleteTaskHub({}, meta, reply));
  raw.client.close();
}
