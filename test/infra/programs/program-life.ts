import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDeclaredInputs } from "../../../infra/local-provider/declared-inputs.ts";
import { missingInputs } from "../../../infra/local-provider/missing-inputs.ts";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import {
  type DeployedProgram,
  type DeployedResource,
  deployedProgram,
} from "./deployed-program.ts";
import { createPulumiProject, type PulumiProject } from "./pulumi-project.ts";
import { undeclaredInputs } from "./undeclared-inputs.ts";

/** What sets one program apart from the others. */
export interface ProgramFacts {
  /** Each resource of stack dev and its parent, beside what every program makes. */
  readonly family: readonly string[];
  /** One configuration value that the program refuses, and the argument it names. */
  readonly refused: { readonly path: string; readonly value: string; readonly argument: string };
  /** What holds of the resources of stack prod. */
  readonly large: (made: readonly DeployedResource[]) => void;
  /** Keys that are missing in a stack that configures nothing. */
  readonly missing: readonly string[];
}

const everyFamily = [
  "DiagnosticSetting in Scheduler",
  "ResourceGroup in Stack",
  "RetentionPolicy in Scheduler",
  "RoleAssignment in AppAccess",
  "RoleAssignment in DeployerAccess",
  "Scheduler in Scheduler",
  "TaskHub in TaskHub",
  "UserAssignedIdentity in AppAccess",
  "Workspace in LogWorkspace",
];

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

/** Shows that a program of the kit lives and dies as it should, in each of its stacks. */
export function describeProgram(name: string, facts: ProgramFacts): void {
  describe.skipIf(skipped)(`${name}, by the real Pulumi engine${skipped}`, () => {
    let project: PulumiProject;
    let program: DeployedProgram;

    beforeAll(async () => {
      project = await createPulumiProject(name, command);
      program = deployedProgram(project);
    });
    afterAll(() => project?.remove());

    test("stack dev: preview shows every resource and creates none", async () => {
      await program.succeed("stack", "init", "dev");
      expect(await program.changes("dev")).toEqual({ create: expect.any(Number) });
      expect(await program.resources("dev")).toEqual([]);
    });

    test("stack dev: up creates every resource, below its component", async () => {
      await program.up("dev");
      const made = await program.resources("dev");
      expect(made.map(({ kind, parent }) => `${kind} in ${parent}`).toSorted()).toEqual(
        [...everyFamily, ...facts.family].toSorted(),
      );
    });

    test("stack dev: the outputs are what a person and an app need", async () => {
      const { endpoint, connectionString, dashboardUrl, taskHub, env } =
        await program.outputs("dev");
      expect(endpoint).toMatch(/^https:\/\/orders-scheduler[0-9a-f]{8}-/);
      expect(taskHub).toBe("orders");
      const own = `Endpoint=${endpoint};TaskHub=orders;Authentication=`;
      expect(connectionString).toContain(own);
      expect(dashboardUrl).toMatch(/\/taskhubs\/orders$/);
      expect(env).toContain(`DURABLE_TASK_SCHEDULER_CONNECTION_STRING=${own}DefaultAzure\n`);
    });

    test("stack dev: the same program again changes nothing", async () => {
      expect(await program.changes("dev")).toEqual({ same: expect.any(Number) });
    });

    test("stack dev: a changed retention is one update", async () => {
      await program.configure("dev", { "retention.failed": "14" });
      expect(await program.changes("dev")).toEqual({ same: expect.any(Number), update: 1 });
    });

    test("stack dev: destroy leaves nothing", async () => {
      await program.destroy("dev");
      expect(await program.resources("dev")).toEqual([]);
    });

    test("stack dev: all wrong configuration is refused before anything is made", async () => {
      const wrong = [
        ["sku.capacity", "9", "sku.capacity"],
        ["network.access", "anyone", "network.access"],
        ["retention.everyState", "31", "retention.everyState"],
        ["taskHub", "my_hub", "taskHubName"],
        ["deployerRole", "Owner", "role"],
        [facts.refused.path, facts.refused.value, facts.refused.argument],
      ] as const;
      await program.configure("dev", Object.fromEntries(wrong));
      const words = await program.fail("up", "--yes", "--skip-preview", "--stack", "dev");
      for (const [, , argument] of wrong) expect(words).toContain(`${argument}: `);
      expect(await program.resources("dev")).toEqual([]);
    });

    test("stack prod: up makes what is guarded and large", async () => {
      await program.succeed("stack", "init", "prod");
      await program.up("prod");
      const made = await program.resources("prod");
      expectDeclared(made);
      expectGuarded(made);
      facts.large(made);
    });

    test("stack prod: destroy lifts the lock first, and leaves nothing", async () => {
      const words = await program.destroy("prod");
      const deleted = [...words.matchAll(/azure-native:(\S+) \S+ deleted/g)].map(
        ([, type]) => type,
      );
      expect(deleted[0]).toBe("authorization:ManagementLockByScope");
      expect(await program.resources("prod")).toEqual([]);
    });

    test.each([["test"], ["local"]])("stack %s is whole", async (stack) => {
      await program.succeed("stack", "init", stack);
      expect(await program.changes(stack)).toEqual({ create: expect.any(Number) });
    });

    test("a stack that leaves out what must be chosen is told so", async () => {
      await program.succeed("stack", "init", "open");
      const words = await program.fail("preview", "--stack", "open");
      expect(words).toMatch(/missing configuration values? /);
      for (const key of facts.missing) expect(words).toContain(`'${key}'`);
    });
  });
}

/** The inputs of the only resource of this kind. */
export function inputsOf(made: readonly DeployedResource[], kind: string): unknown {
  const found = made.filter((resource) => resource.kind === kind);
  expect(found.map((resource) => resource.kind)).toEqual([kind]);
  return found[0]?.inputs;
}

/** Every input is one that azure-native has, and none is missing that it requires. */
function expectDeclared(made: readonly DeployedResource[]): void {
  const declared = createDeclaredInputs(import.meta.dirname);
  const wrong = made.flatMap(({ type, inputs }) => {
    if (!type.startsWith("azure-native:")) return [];
    const fields = declared.ofKind(type);
    if (fields === undefined) return [`${type} is no kind`];
    const missing = missingInputs(declared, fields, inputs).map((path) => `${path} is missing`);
    const undeclared = undeclaredInputs(declared, fields, inputs).map((path) => `${path} is new`);
    return [...missing, ...undeclared].map((fault) => `${type}: ${fault}`);
  });
  expect(wrong).toEqual([]);
}

/** What every stack prod is: Dedicated, watched, locked, and reached by a network of its own. */
function expectGuarded(made: readonly DeployedResource[]): void {
  expect(inputsOf(made, "Scheduler")).toMatchObject({
    properties: { sku: { name: "Dedicated", capacity: 3 }, ipAllowlist: ["203.0.113.0/24"] },
  });
  expect(inputsOf(made, "ManagementLockByScope")).toMatchObject({ level: "CanNotDelete" });
  expect(inputsOf(made, "MetricAlert")).toMatchObject({ windowSize: "PT5M" });
  expect(inputsOf(made, "PrivateEndpoint")).toMatchObject({
    subnet: { id: expect.stringMatching(/\/virtualNetworks\/[^/]+\/subnets\/endpoints$/) },
  });
}
