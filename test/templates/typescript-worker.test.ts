import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ensurePulumi } from "../../scripts/engines/pulumi.ts";
import { greeting } from "../infra/programs/greeting.ts";
import { startManagedEmulator } from "../infra/programs/managed-emulator.ts";
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

test("a new project's worker completes what its client starts, until Ctrl-C", async () => {
  const dtk = join(project, "node_modules/.bin/dtk");
  const words = ["dev", "--in-memory", "--grpc-port=0", "--rest-port=0", "--dashboard-port=0"];
  const options = { ...kit.options, cwd: project, buffer: false, reject: false } as const;
  const dev = execa(dtk, words, options);
  try {
    const connectionString = await connectionStringIn(dev.stdout);
    const env = { ...kit.options.env, DURABLE_TASK_SCHEDULER_CONNECTION_STRING: connectionString };
    const { stdout } = await execa("npm", ["run", "client"], { cwd: project, env });
    expect(stdout.match(/COMPLETED/g)).toHaveLength(4);
  } finally {
    dev.kill("SIGINT");
  }
  expect((await dev).exitCode).toBe(0);
});

test("in Azure, a new project's worker shows the token of its managed identity", async () => {
  await using identity = await startIdentityEndpoint();
  const source = `
    import { connectionFrom } from "./src/connection.ts";
    const { metadataGenerator } = connectionFrom(process.env);
    await metadataGenerator();
    console.log((await metadataGenerator()).get("authorization")[0]);
  `;
  const env = {
    ...kit.options.env,
    IDENTITY_ENDPOINT: identity.address,
    IDENTITY_HEADER: "secret",
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING:
      "Endpoint=https://orders.example;TaskHub=orders;Authentication=ManagedIdentity;ClientID=me",
  };
  const words = ["--input-type=module", "--eval", source];
  const { stdout } = await execa("node", words, { cwd: project, env });
  expect(stdout).toBe("Bearer a-token");
  expect(identity.requests).toEqual([
    { resource: "https://durabletask.io", client_id: "me", header: "secret" },
  ]);
});

test("a new project compiles", async () => {
  await run("npx", "tsc");
});

test("a new project's infrastructure compiles", async () => {
  await run("npx", "tsc", "-p", "infra");
});

describe.skipIf(skipped)(`its infrastructure, by the real Pulumi engine${skipped}`, () => {
  let pulumi: Pulumi;
  let local: string;
  beforeAll(async () => {
    // For the stack local; the project's own is made to deploy to a stand-in for Azure.
    local = join(root, "local/infra");
    await cp(join(project, "infra"), local, { recursive: true, verbatimSymlinks: true });
    ({ pulumi } = await offlinePulumi({ command, folder: join(project, "infra"), root }));
  });

  test("stack local is deployed to the emulator, and its outputs lead a worker there", async () => {
    const { emulator, metadataHost } = await startManagedEmulator();
    onTestFinished(() => emulator.stop());
    const offline = { command, folder: local, root: dirname(local), metadataHost };
    const { pulumi: locally } = await offlinePulumi(offline);
    await succeed(locally("stack", "init", "local"));
    await succeed(locally("config", "set", "azure-native:metadataHost", metadataHost));
    await succeed(locally("up", "--yes", "--skip-preview"));
    const { env } = JSON.parse(await succeed(locally("stack", "output", "--json")));
    const { DURABLE_TASK_SCHEDULER_CONNECTION_STRING: text = "" } = parseEnv(env);
    expect(await greeting(text)).toBe('"hello"');
    await succeed(locally("destroy", "--yes", "--skip-preview"));
    expect(emulator.taskHubs).not.toContain("default");
  });

  test.each([
    ["dev", []],
    ["prod", ownNetwork],
  ])("stack %s previews", async (stack, more) => {
    await succeed(pulumi("stack", "init", stack));
    const preview = await succeed(pulumi("preview", "--json"));
    expect(typesIn(preview)).toEqual([...previewed, ...more].toSorted());
  });
});

const ownNetwork = [
  "PrivateDnsZoneGroup",
  "PrivateEndpoint",
  "PrivateZone",
  "VirtualNetwork",
  "VirtualNetworkLink",
];

const previewed = [
  "ContainerApp",
  "DiagnosticSetting",
  "DiagnosticSetting",
  "ManagedEnvironment",
  "Registry",
  "ResourceGroup",
  "RetentionPolicy",
  "RoleAssignment",
  "RoleAssignment",
  "RoleAssignment",
  "Scheduler",
  "TaskHub",
  "UserAssignedIdentity",
  "Workspace",
];

/** The address at the end of the banner of `dtk dev`. */
async function connectionStringIn(stdout: Readable): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const connectionString = /Connection string +(\S+)/.exec(line)?.[1];
    if (connectionString !== undefined) {
      stdout.resume();
      return connectionString;
    }
  }
  throw new Error("dtk dev ended before it said where it serves.");
}

/** Gives tokens as Container Apps and App Service do. */
async function startIdentityEndpoint() {
  const requests: unknown[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    requests.push({
      resource: searchParams.get("resource"),
      client_id: searchParams.get("client_id"),
      header: request.headers["x-identity-header"],
    });
    const expiresOn = String(Math.floor(Date.now() / 1000) + 86_400);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "a-token", expires_on: expiresOn }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    address: `http://127.0.0.1:${port}/token`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

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
