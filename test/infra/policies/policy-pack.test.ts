import { cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import { type DeployedProgram, deployedProgram } from "../programs/deployed-program.ts";
import { createPulumiProject, type PulumiProject } from "../programs/pulumi-project.ts";

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";
const repository = fileURLToPath(new URL("../../..", import.meta.url));

describe.skipIf(skipped)(`the policy pack, by the real Pulumi engine${skipped}`, () => {
  let project: PulumiProject;
  let program: DeployedProgram;
  let pack: string;

  beforeAll(async () => {
    project = await createPulumiProject("worker-on-container-apps", command);
    program = deployedProgram(project);
    pack = join(project.root, "pack");
    await cp(join(repository, "infra/policies/pack"), pack, { recursive: true });
    await installPackages(join(pack, "node_modules"));
  });
  afterAll(() => project?.remove());

  test("stack prod violates nothing", async () => {
    await program.succeed("stack", "init", "prod");
    const words = await program.succeed("up", "--yes", "--skip-preview", "--policy-pack", pack);
    expect(words).toContain("durable-task@");
    expect(words).not.toMatch(/\[(advisory|mandatory)\]/);
  });

  test("stack dev is warned that the whole internet reaches it", async () => {
    await program.succeed("stack", "init", "dev");
    const words = await program.succeed("preview", "--policy-pack", pack);
    expect(words).toMatch(/\[advisory\] +scheduler-is-not-open-to-all/);
  });

  test("a warning becomes a refusal where the pack's configuration says so", async () => {
    const config = join(project.root, "strict.json");
    await writeFile(config, JSON.stringify({ "scheduler-is-not-open-to-all": "mandatory" }));
    const packs = ["--policy-pack", pack, "--policy-pack-config", config];
    const words = await program.fail("up", "--yes", "--skip-preview", ...packs);
    expect(words).toMatch(/\[mandatory\] +scheduler-is-not-open-to-all/);
    const made = await program.resources("dev");
    expect(made.map(({ kind }) => kind)).not.toContain("Scheduler");
  });
});

/**
 * What `npm install` does in the pack. Pulumi's packages are copies: a pack's runner looks for a
 * TypeScript beside itself, and cannot use one as new as ours.
 */
async function installPackages(modules: string): Promise<void> {
  const ours = join(repository, "node_modules");
  await mkdir(join(modules, "@pulumi"), { recursive: true });
  for (const name of ["policy", "pulumi"]) {
    await cp(join(ours, "@pulumi", name), join(modules, "@pulumi", name), { recursive: true });
  }
  const others = await readdir(ours);
  for (const name of others.filter((other) => !["@pulumi", "typescript", ".bin"].includes(other))) {
    await symlink(join(ours, name), join(modules, name));
  }
  await symlink(repository, join(modules, "durable-task-kit"));
}
