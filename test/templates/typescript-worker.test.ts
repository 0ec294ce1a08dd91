import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../scripts/engines/pulumi.ts";
import { offlinePulumi, type Pulumi } from "../infra/programs/offline-pulumi.ts";
import { type InstalledPackage, installPackage } from "../package/installed-package.ts";

const ourModules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

let kit: InstalledPackage;
/** Away from the kit's own folder, in whose node_modules the project would find what it lacks. */
let root: string;
let project: string;

beforeAll(async () => {
  kit = await installPackage();
  root = await mkdtemp(join(tmpdir(), "typescript-worker-"));
  project = join(root, "orders");
  await execa("npx", ["dtk", "new", "typescript-worker", project], kit.options);
  await run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", kit.archive);
  await installInfrastructure(join(project, "infra"));
});

afterAll(async () => {
  if (root !== undefined) await rm(root, { recursive: true });
  await kit?.[Symbol.asyncDispose]();
});

test("a new project's tests pass", async () => {
  const { stdout } = await run("npm", "test");
  expect(stdout).toMatch(/pass [1-9]/);
});

test("a new project compiles", async () => {
  await run("npx", "tsc");
});

test("a new project's infrastructure compiles", async () => {
  await run("npx", "tsc", "-p", "infra");
});

describe.skipIf(skipped)(`its infrastructure, by the real Pulumi engine${skipped}`, () => {
  let pulumi: Pulumi;
  beforeAll(async () => {
    pulumi = await offlinePulumi({ command, folder: join(project, "infra"), root });
  });

  test.each(["dev", "prod"])("stack %s previews", async (stack) => {
    await succeed(pulumi("stack", "init", stack));
    await succeed(pulumi("config", "set", "image", "example.com/worker:1"));
    const preview = await succeed(pulumi("preview", "--json"));
    expect(typesIn(preview)).toEqual(previewed);
  });
});

const previewed = [
  "ContainerApp",
  "ManagedEnvironment",
  "ResourceGroup",
  "RetentionPolicy",
  "RoleAssignment",
  "Scheduler",
  "TaskHub",
  "UserAssignedIdentity",
];

/** Runs a command in the project with the tools of its owner. Rejects with what it says. */
function run(command: string, ...args: readonly string[]) {
  return execa(command, args, { ...kit.options, cwd: project });
}

/**
 * What `npm install` does in infra/. Pulumi's packages are links to ours, because azure-native
 * alone has 136 MB; the kit is a copy, because a package looks for its peers where it really lies.
 */
async function installInfrastructure(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  await symlink(join(ourModules, "@pulumi"), join(modules, "@pulumi"));
  const installed = join(project, "node_modules/durable-task-kit");
  await cp(installed, join(modules, "durable-task-kit"), { recursive: true });
}

async function succeed(outcome: ReturnType<Pulumi>): Promise<string> {
  const { exitCode, stdout, all } = await outcome;
  expect(exitCode, all).toBe(0);
  return stdout;
}

/** The last words of the azure-native types that a preview would create. */
function typesIn(preview: string): readonly string[] {
  const { steps }: { steps: readonly { op: string; urn: string }[] } = JSON.parse(preview);
  return steps
    .filter(({ op }) => op === "create")
    .map(({ urn }) => urn.split("::")[2]?.split("$").at(-1) ?? "")
    .filter((type) => type.startsWith("azure-native:"))
    .map((type) => type.split(":").at(-1) ?? "")
    .toSorted();
}
