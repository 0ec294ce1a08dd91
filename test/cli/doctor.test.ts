import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Diagnosis } from "../../cli/doctor/diagnosis.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { openTls } from "../../emulator/management/tls/tls-files.ts";
import { account, azAnswering, has, hubId, subscription } from "./azure-account.ts";
import { dtk, takenPort, temporaryFolder } from "./dtk.ts";
import { connectWorker } from "./worker-of-nothing.ts";

/** Nothing but Node is on PATH unless a test puts it there, and nothing of this shell counts. */
const bare = { PATH: dirname(process.execPath), HOME: "/nowhere" };

describe("on the way to the emulator", () => {
  test("all is well with a worker connected; nothing of Azure is needed", async () => {
    const { grpc, rest } = await emulator(["orders"]);
    await connectWorker(grpc, "orders");
    const cwd = await projectWith(`Endpoint=${grpc};TaskHub=orders;Authentication=None`);
    const { exitCode, findings, target } = await examine(["--rest", rest], { cwd });
    expect(statesOf(findings)).toMatchObject({
      ports: "ok",
      "app settings": "ok",
      scheduler: "ok",
      "task hub": "ok",
      worker: "ok",
      Pulumi: "not needed",
      "Azure login": "not needed",
      "container engine": "not needed",
    });
    expect([exitCode, target]).toEqual([0, "local"]);
  });

  test("a worker that is missing is a problem, with what starts one", async () => {
    const { grpc, rest } = await emulator(["orders"]);
    const cwd = await projectWith(`Endpoint=${grpc};TaskHub=orders;Authentication=None`);
    const { exitCode, findings } = await examine(["--rest", rest], { cwd });
    expect(problemsOf(findings)).toEqual({ worker: expect.stringContaining("npx dtk dev") });
    expect(exitCode).toBe(1);
  });

  test("a hub that is not there is a problem, with what makes it", async () => {
    const { grpc, rest } = await emulator(["orders"]);
    const cwd = await projectWith(`Endpoint=${grpc};TaskHub=missing;Authentication=None`);
    const { findings } = await examine(["--rest", rest], { cwd });
    expect(problemsOf(findings)).toEqual({ "task hub": "npx dtk emulator --task-hubs missing" });
    expect(statesOf(findings).worker).toBe("not checked");
  });

  test("without settings, the emulator's own address is looked at", async () => {
    const { findings } = await examine(["--rest", "http://127.0.0.1:1"], {
      env: { ...bare, DTK_GRPC_PORT: "1" },
    });
    expect(statesOf(findings)).toMatchObject({ "app settings": "not needed" });
    expect(problemsOf(findings).scheduler).toContain("npx dtk emulator");
  });

  test("a port that somebody else has is a problem, with the flag for another", async () => {
    const port = await takenPort();
    const { findings } = await examine(["--rest", "http://127.0.0.1:1"], {
      env: { ...bare, DTK_GRPC_PORT: port },
    });
    expect(problemsOf(findings).ports).toContain("--grpc-port");
  });
});

describe("on the way to Azure", () => {
  test("all is well with a login, a subscription, roles, a hub and a worker", async () => {
    const azure = await schedulerInAzure(["orders"]);
    await connectWorker(azure.emulator.grpc, "orders");
    const cwd = await projectWith(
      `Endpoint=${azure.url};TaskHub=orders;Authentication=DefaultAzure`,
    );
    const { exitCode, findings, target } = await examine([], {
      cwd,
      env: { ...azAnswering({}), NODE_EXTRA_CA_CERTS: azure.authorityFile },
    });
    expect(problemsOf(findings)).toEqual({});
    expect(statesOf(findings)).toMatchObject({
      "Azure CLI": "ok",
      "Azure login": "ok",
      subscription: "ok",
      "resource provider": "ok",
      "roles to deploy": "ok",
      "role in the hub": "ok",
      "task hub": "ok",
      worker: "ok",
      ports: "not needed",
    });
    expect([exitCode, target]).toEqual([0, "azure"]);
  });

  test("a hub that the scheduler does not have is a problem", async () => {
    const azure = await schedulerInAzure(["orders"]);
    const cwd = await projectWith(`Endpoint=${azure.url};TaskHub=gone;Authentication=DefaultAzure`);
    const { findings } = await examine([], {
      cwd,
      env: { ...azAnswering({}), NODE_EXTRA_CA_CERTS: azure.authorityFile },
    });
    expect(problemsOf(findings)["task hub"]).toBe("npx dtk up");
  });

  test("without az, one problem says where to get it; the rest is not checked", async () => {
    const { findings } = await examine(["--target", "azure"], { env: bare });
    expect(problemsOf(findings)["Azure CLI"]).toContain("install-azure-cli");
    expect(statesOf(findings)).toMatchObject({
      "Azure login": "not checked",
      "roles to deploy": "not checked",
    });
  });

  test.each([
    [
      "Azure login",
      "az login",
      {
        "account show": { error: "ERROR: Please run 'az login' to setup account." },
        "account get-access-token": { error: "ERROR: Please run 'az login' to setup account." },
      },
    ],
    [
      "Azure login",
      "az login",
      {
        "account get-access-token": {
          error: "ERROR: AADSTS700082: The refresh token has expired due to inactivity.",
        },
      },
    ],
    [
      "subscription",
      "az account set --subscription",
      { "account show": { json: { ...account, state: "Disabled" } } },
    ],
    [
      "resource provider",
      "az provider register --wait -n Microsoft.DurableTask",
      { "provider show": { json: { registrationState: "NotRegistered" } } },
    ],
    [
      "roles to deploy",
      'az role assignment create --assignee ada@example.com --role "Contributor"',
      { "role assignment list": { json: [] } },
    ],
    [
      "roles to deploy",
      '--role "Role Based Access Control Administrator"',
      { "role assignment list": { json: [has("Contributor", subscription)] } },
    ],
    [
      "role in the hub",
      '--role "Durable Task Data Contributor"',
      { "role assignment list": { json: [has("Owner", subscription)] } },
    ],
    [
      "role in the hub",
      "deployerRole",
      {
        "role assignment list": {
          json: [has("Owner", subscription), has("Durable Task Worker", hubId("other"))],
        },
      },
    ],
  ])("%s is a problem that %j mends (%#)", async (check, mend, answers) => {
    const settings = "Endpoint=https://127.0.0.1:1;TaskHub=orders;Authentication=DefaultAzure";
    const cwd = await projectWith(settings);
    const { exitCode, findings } = await examine([], { cwd, env: azAnswering(answers) });
    expect(problemsOf(findings)[check]).toContain(mend);
    expect(exitCode).toBe(1);
  });

  test("a command that never answers is given up, with whatever it has started", async () => {
    const { findings } = await examine(["--target", "azure"], {
      env: azAnswering({ account: { hangs: true }, provider: { hangs: true } }),
    });
    const login = findings.find(({ check }) => check === "Azure login");
    expect(login).toMatchObject({ state: "problem", says: expect.stringMatching(/within 10 s/) });
  });
});

test("for people each line says its state, and what mends it below", async () => {
  const { exitCode, stdout } = await run(["--rest", "http://127.0.0.1:1"], {
    env: { ...bare, DTK_GRPC_PORT: "1" },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^ {2}PROBLEM {5}scheduler +nothing answers at 127\.0\.0\.1:1\n +→ npx dtk/m,
  );
  expect(stdout).toMatch(/\d problems?\.$/);
});

interface Circumstances {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function run(words: readonly string[], { cwd, env = bare }: Circumstances) {
  return dtk(["doctor", ...words], { cwd: cwd ?? "/", env, extendEnv: false });
}

async function examine(words: readonly string[], circumstances: Circumstances) {
  const { exitCode, stdout, stderr } = await run([...words, "--json"], circumstances);
  expect(stderr).toBe("");
  const diagnosis: Diagnosis = JSON.parse(String(stdout));
  return { exitCode, ...diagnosis };
}

type Findings = Diagnosis["findings"];

function statesOf(findings: Findings) {
  return Object.fromEntries(findings.map(({ check, state }) => [check, state]));
}

/** What mends each problem. */
function problemsOf(findings: Findings) {
  const problems = findings.filter(({ state }) => state === "problem");
  return Object.fromEntries(problems.map(({ check, mend }) => [check, mend]));
}

/** A folder whose .env has this connection string. */
async function projectWith(connectionString: string): Promise<string> {
  const folder = await temporaryFolder();
  const line = `DURABLE_TASK_SCHEDULER_CONNECTION_STRING=${connectionString}\n`;
  await writeFile(join(folder, ".env"), line);
  return folder;
}

async function emulator(taskHubs: readonly string[]): Promise<Emulator> {
  const started = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0, taskHubs });
  onTestFinished(() => started.stop());
  return started;
}

/** Stands in for a scheduler in Azure: the emulator's REST by https, for who has a token. */
async function schedulerInAzure(taskHubs: readonly string[]) {
  const started = await emulator(taskHubs);
  const tls = await openTls(undefined, ["127.0.0.1"]);
  const server = createServer(
    { cert: tls.server.certificate, key: tls.server.key },
    async ({ url, headers }, response) => {
      const hub = String(headers["x-taskhub"]);
      const isKnown = headers.authorization === "Bearer a-token";
      const answer = await fetch(`${started.rest}${url}`, { headers: { "x-taskhub": hub } });
      response.statusCode = isKnown ? answer.status : 401;
      response.end(await answer.text());
    },
  );
  server.listen(0, "127.0.0.1");
  onTestFinished(async () => {
    server.close();
    await tls.close();
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const url = `https://127.0.0.1:${address.port}`;
  return { emulator: started, url, authorityFile: tls.authorityFile };
}
