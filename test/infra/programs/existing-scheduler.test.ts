import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import { armOf, consumption } from "../../management/arm.ts";
import { type DeployedProgram, deployedProgram } from "./deployed-program.ts";
import { type ManagedEmulator, startManagedEmulator } from "./managed-emulator.ts";
import { createPulumiProject, type PulumiProject } from "./pulumi-project.ts";

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared";
const shared = `${group}/providers/Microsoft.DurableTask/schedulers/shared`;

describe.skipIf(skipped)(`a hub in an existing scheduler, by the real engine${skipped}`, () => {
  let managed: ManagedEmulator;
  let project: PulumiProject;
  let program: DeployedProgram;

  beforeAll(async () => {
    managed = await startManagedEmulator();
    project = await createPulumiProject("worker-on-app-service", command, managed.metadataHost);
    program = deployedProgram(project);
    await useOtherProgram(project.folder);
    await program.succeed("stack", "init", "second");
    await program.configure("second", { resourceGroup: "shared", scheduler: "shared" });
  });

  afterAll(async () => {
    await project?.remove();
    await managed?.emulator.stop();
  });

  test("a scheduler that is not there is named", async () => {
    const words = await program.fail("up", "--yes", "--skip-preview", "--stack", "second");
    expect(words).toMatch(/There is no \S+\/schedulers\/shared in the emulator/);
  });

  test("the hub is made in it, and goes without it", async () => {
    const arm = await armOf(managed.emulator);
    await arm.put(shared, consumption);
    await program.up("second");
    expect(managed.emulator.taskHubs).toContain("of-a-second-stack");
    const { env } = await program.outputs("second");
    expect(env).toContain(`Endpoint=${managed.emulator.grpc};TaskHub=of-a-second-stack;`);
    await program.destroy("second");
    expect(managed.emulator.taskHubs).not.toContain("of-a-second-stack");
    expect((await arm.send("GET", shared)).status).toBe(200);
  });
});

/** Leaves of the kit's program what makes it a project with a local provider. */
async function useOtherProgram(folder: string): Promise<void> {
  const source = join(import.meta.dirname, "hub-in-existing-scheduler.ts");
  await cp(source, join(folder, "index.ts"));
  await Promise.all(
    ["dev", "test", "prod", "local"].map((stack) => rm(join(folder, `Pulumi.${stack}.yaml`))),
  );
  const project = `name: existing-scheduler
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
plugins:
  providers:
    - { name: azure-native, path: local }
`;
  await writeFile(join(folder, "Pulumi.yaml"), project);
}
