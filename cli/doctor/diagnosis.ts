import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { type Options, optionsFrom } from "../../emulator/options.ts";
import type { Target } from "../pulumi/stack-target.ts";
import { type AppConnection, appConnection, appSettings, type Variables } from "./app-settings.ts";
import { checkAzure, noAzure } from "./azure-checks.ts";
import { type DeploymentChoice, deploymentTo } from "./deployment.ts";
import type { Finding } from "./finding.ts";
import { checkContainerEngine, checkManagement, checkPorts } from "./machine-checks.ts";
import { checkPulumi } from "./pulumi-checks.ts";
import { checkScheduler } from "./scheduler-checks.ts";
import { checkSettings, targetOf } from "./settings-check.ts";

export interface DiagnosisChoice extends DeploymentChoice {
  /** Left out, the app's settings say. */
  readonly target?: Target;
  readonly envFile: string;
  /** The REST address of the emulator. */
  readonly rest: string;
}

export interface Diagnosis {
  readonly target: Target;
  readonly findings: readonly Finding[];
}

/** Looks at every link of the chain at once; what one needs of another it waits for. */
export async function diagnose(choice: DiagnosisChoice): Promise<Diagnosis> {
  const app = appSettings(variables(choice.envFile));
  const named = appConnection(app);
  const target = choice.target ?? (named ? targetOf(named.endpoint) : "local");
  const deployment = deploymentTo(target, choice);
  const options = optionsFrom({}, process.env);
  const isBare = target === "local" && deployment === undefined;
  const otherwise = isBare ? emulatorOf(options) : undefined;
  const connection = named ?? otherwise;
  const azure = target === "azure" ? checkAzure(named?.taskHub) : Promise.resolve(noAzure());
  const settings = checkSettings(app, {
    target,
    hasIdentity: Boolean(process.env.IDENTITY_ENDPOINT || process.env.MSI_ENDPOINT),
    otherwise,
    mend: settingsMend(target, choice),
  });
  const scheduler = azure.then(({ token }) =>
    checkScheduler(
      connection,
      target === "local" ? { target, rest: choice.rest } : { target, token },
    ),
  );
  const parts = await Promise.all([
    checkContainerEngine(deployment),
    checkPorts(target, options, choice.rest),
    checkManagement(deployment),
    checkPulumi(deployment),
    azure.then(({ findings }) => findings),
    settings,
    scheduler,
  ]);
  return { target, findings: parts.flat() };
}

/** As Node reads a file of settings: what the shell has set goes before it. */
function variables(envFile: string): Variables {
  const ofFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {};
  return { ...ofFile, ...process.env };
}

/** Where `dtk dev` sends its worker. */
function emulatorOf({ host, grpcPort, taskHubs }: Options): AppConnection {
  const endpoint = new URL(`http://${host.includes(":") ? `[${host}]` : host}:${grpcPort}`);
  return { endpoint, taskHub: taskHubs[0] ?? "default" };
}

function settingsMend(target: Target, { stack }: DeploymentChoice): string {
  const ofTarget = target === "local" ? " --target local" : "";
  return `npx dtk outputs${stack === undefined ? ofTarget : ` --stack ${stack}`} --env > .env`;
}
