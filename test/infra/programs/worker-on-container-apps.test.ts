import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePulumi } from "../../../scripts/engines/pulumi.ts";
import { createPulumiProject, type PulumiProject } from "./pulumi-project.ts";

const engine = await ensurePulumi();
const command = "command" in engine ? engine.command : "";
const skipped = "missing" in engine ? ` (skipped: ${engine.missing})` : "";

let project: PulumiProject;

describe.skipIf(skipped)(`worker-on-container-apps, by the real Pulumi engine${skipped}`, () => {
  beforeAll(async () => {
    project = await createPulumiProject("worker-on-container-apps", command);
  });

  afterAll(() => project?.remove());

  describe.each([
    ["dev", { name: "Consumption" }, 2],
    ["prod", { name: "Dedicated", capacity: 3 }, 20],
  ])("stack %s", (stack, sku, replicasMax) => {
    test("preview shows every resource and creates none", async () => {
      await succeed("stack", "init", stack);
      await configure(stack, "image", "example.com/worker:1");
      expect(await changes(stack)).toEqual({ create: 13 });
      expect(await resources(stack)).toEqual([]);
    });

    test("up creates every resource, below its component", async () => {
      await succeed("up", "--yes", "--skip-preview", "--stack", stack);
      const made = await resources(stack);
      expect(made.map(familyOf)).toEqual(family);
      expect(inputsOf(made, "Scheduler")).toMatchObject({ properties: { sku } });
      expect(inputsOf(made, "ContainerApp")).toMatchObject({
        template: { scale: { maxReplicas: replicasMax } },
      });
    });

    test("the outputs are what a person and an app need", async () => {
      const { endpoint, connectionString, dashboardUrl, taskHub } = await outputs(stack);
      expect(endpoint).toMatch(/^https:\/\/orders-scheduler[0-9a-f]{8}-/);
      expect(taskHub).toBe("orders");
      expect(connectionString).toMatch(
        new RegExp(`^Endpoint=${endpoint};TaskHub=orders;Authentication=ManagedIdentity;ClientID=`),
      );
      expect(dashboardUrl).toMatch(/\/taskhubs\/orders$/);
    });

    test("the same program again changes nothing", async () => {
      expect(await changes(stack)).toEqual({ same: 13 });
    });

    test("a changed retention is one update", async () => {
      await configure(stack, "retention.failed", "14");
      expect(await changes(stack)).toEqual({ same: 12, update: 1 });
      await succeed("up", "--yes", "--skip-preview", "--stack", stack);
      expect(inputsOf(await resources(stack), "RetentionPolicy")).toMatchObject({
        properties: {
          retentionPolicies: expect.arrayContaining([
            { retentionPeriodInDays: 14, orchestrationState: "Failed" },
          ]),
        },
      });
    });

    test("destroy leaves nothing", async () => {
      await succeed("destroy", "--yes", "--skip-preview", "--stack", stack);
      expect(await resources(stack)).toEqual([]);
    });

    test("wrong configuration is refused, all of it, before anything is created", async () => {
      await configure(stack, "sku.capacity", "9");
      await configure(stack, "network.access", "anyone");
      await configure(stack, "taskHub", "my_hub");
      await configure(stack, "scale.rules", "");
      await configure(stack, "scale.replicasMin", "0");
      const up = ["up", "--yes", "--skip-preview", "--stack", stack];
      const { exitCode, all } = await project.pulumi(...up);
      expect(exitCode, all).not.toBe(0);
      for (const argument of [
        "sku.capacity",
        "network.access",
        "taskHubName",
        "scale.replicasMin",
      ]) {
        expect(all).toContain(`${argument}: `);
      }
      expect(await resources(stack)).toEqual([]);
    });
  });

  test("a stack that leaves out SKU, network or scale is told so", async () => {
    await succeed("stack", "init", "open");
    await configure("open", "image", "example.com/worker:1");
    const { exitCode, all } = await project.pulumi("preview", "--stack", "open");
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(/missing configuration values 'network', 'scale' and 'sku'/);
  });
});

/** Each azure-native resource and its parent. */
const family = [
  "ContainerApp in ContainerAppWorker",
  "ManagedEnvironment in ContainerAppWorker",
  "ResourceGroup in Stack",
  "RetentionPolicy in Scheduler",
  "RoleAssignment in WorkerAccess",
  "Scheduler in Scheduler",
  "TaskHub in TaskHub",
  "UserAssignedIdentity in WorkerAccess",
];

interface DeployedResource {
  readonly type: string;
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

async function succeed(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, all } = await project.pulumi(...args);
  expect(exitCode, all).toBe(0);
  return stdout;
}

async function configure(stack: string, path: string, value: string): Promise<void> {
  await succeed("config", "set", "--stack", stack, "--path", path, value);
}

/** How many resources a preview would create, update and so on. */
async function changes(stack: string): Promise<unknown> {
  return JSON.parse(await succeed("preview", "--json", "--stack", stack)).changeSummary;
}

async function outputs(stack: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await succeed("stack", "output", "--json", "--stack", stack));
}

/** The azure-native resources in the stack's state, by type. */
async function resources(stack: string): Promise<readonly DeployedResource[]> {
  const { deployment } = JSON.parse(await succeed("stack", "export", "--stack", stack));
  const all: readonly DeployedResource[] = deployment.resources ?? [];
  return all
    .filter(({ type }) => type.startsWith("azure-native:"))
    .toSorted((one, other) => (lastWord(one.type) < lastWord(other.type) ? -1 : 1));
}

function inputsOf(made: readonly DeployedResource[], type: string): unknown {
  return made.find((resource) => lastWord(resource.type) === type)?.inputs;
}

function familyOf({ type, parent }: DeployedResource): string {
  return `${lastWord(type)} in ${lastWord(parent.split("::")[2])}`;
}

function lastWord(type = ""): string {
  return type.split(":").at(-1) ?? "";
}
