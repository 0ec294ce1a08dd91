import { partsOf } from "../../infra/azure/connection-string.ts";
import { nameRules } from "../../infra/azure/name-rules.ts";
import type { Target } from "../pulumi/stack-target.ts";
import {
  type AppConnection,
  type AppSettings,
  appConnection,
  isAddress,
  type Said,
} from "./app-settings.ts";
import { type Finding, notNeeded, ok, problem } from "./finding.ts";

/** What the rules depend on beside the settings. */
export interface SettingsContext {
  readonly target: Target;
  /** Whether this machine hands out tokens of an identity, as Azure's hosts do. */
  readonly hasIdentity: boolean;
  /** Where an app without settings goes; undefined where it goes nowhere. */
  readonly otherwise: AppConnection | undefined;
  /** What brings settings that are right. */
  readonly mend: string;
}

const check = "app settings";
const canonical = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";

/** Whether the settings are there, can be read, and agree with each other and with the target. */
export function checkSettings(app: AppSettings, context: SettingsContext): Finding {
  const [first] = app.connectionString;
  if (first === undefined && appConnection(app) === undefined) {
    const { otherwise } = context;
    if (otherwise !== undefined)
      return notNeeded(check, `none: ${whereTo(otherwise)} is looked at`);
    return problem(check, `${canonical} is set neither here nor in the .env file`, context.mend);
  }
  const faults = [
    ...(first === undefined ? [] : connectionFaults(first, app, context)),
    ...disagreements(app),
    ...targetFaults(app, context.target),
  ];
  if (faults.length > 0) return problem(check, faults.join("; "), context.mend);
  const connection = appConnection(app);
  return ok(check, connection === undefined ? "they can be read" : whereTo(connection));
}

function whereTo({ endpoint, taskHub }: AppConnection): string {
  return `${endpoint.origin}, task hub ${taskHub}`;
}

function connectionFaults(
  { name, value }: Said,
  { taskHub }: AppSettings,
  context: SettingsContext,
): readonly string[] {
  const parts = partsOf(value);
  const endpoint = parts.get("endpoint") ?? "";
  const hub = parts.get("taskhub") || taskHub[0]?.value;
  const { pattern, words } = nameRules.taskHub;
  return [
    ...(isAddress(endpoint) ? [] : [`${name} has no Endpoint that is an http or https address`]),
    ...(hub ? [] : [`${name} has no TaskHub`]),
    ...(hub && !pattern.test(hub) ? [`"${hub}" is no name of a task hub: ${words}`] : []),
    ...signInFaults(name, endpoint, parts.get("authentication") ?? "", context),
  ];
}

/** The ways to sign in that the SDKs know; None is the emulator's. */
const signIns = [
  "None",
  "DefaultAzure",
  "ManagedIdentity",
  "AzureCLI",
  "AzurePowerShell",
  "Environment",
  "InteractiveBrowser",
  "VisualStudio",
  "VisualStudioCode",
  "WorkloadIdentity",
];

function signInFaults(
  name: string,
  endpoint: string,
  given: string,
  { hasIdentity }: SettingsContext,
): readonly string[] {
  const known = signIns.find((signIn) => signIn.toLowerCase() === given.toLowerCase());
  const wanted = `; there are ${signIns.join(", ")}`;
  if (given === "") return [`${name} has no Authentication${wanted}`];
  if (known === undefined) return [`${name} has Authentication=${given}${wanted}`];
  if (endpoint.startsWith("http://") && known !== "None") {
    return [`${name} would send a token over http; the emulator has Authentication=None`];
  }
  if (endpoint.startsWith("https://") && known === "None") {
    return [`${name} has Authentication=None, which is the emulator's, for one in Azure`];
  }
  if (known === "ManagedIdentity" && !hasIdentity) {
    return [`${name} has Authentication=ManagedIdentity, and no identity is to be had here`];
  }
  return [];
}

/** Settings of which one says otherwise than another: SDKs would go to different places. */
function disagreements(app: AppSettings): readonly string[] {
  const [first, ...others] = app.connectionString;
  const connection = appConnection(app);
  if (connection === undefined) return [];
  const { endpoint, taskHub } = connection;
  const wrong = [
    ...others.filter(({ value }) => value !== first?.value),
    ...app.endpoint.filter(
      ({ value }) => !isAddress(value) || new URL(value).href !== endpoint.href,
    ),
    ...app.taskHub.filter(({ value }) => value !== taskHub),
  ];
  return wrong.map(
    ({ name, value }) => `${name} says ${value}, against ${first?.name ?? "the others"}`,
  );
}

function targetFaults(app: AppSettings, target: Target): readonly string[] {
  const endpoint = appConnection(app)?.endpoint;
  if (endpoint === undefined || targetOf(endpoint) === target) return [];
  return [`${endpoint.origin} is ${target === "azure" ? "no scheduler in Azure" : "no emulator"}`];
}

/** A scheduler in Azure speaks https only, the emulator http only. */
export function targetOf({ protocol }: URL): Target {
  return protocol === "https:" ? "azure" : "local";
}
