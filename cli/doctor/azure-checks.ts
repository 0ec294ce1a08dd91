import { type Finding, notChecked, notNeeded, ok, problem } from "./finding.ts";
import { jsonOf, outsideCommand, reasonOf, type Said } from "./outside-command.ts";
import { checkDeployerRoles, checkHubRole, parseAssignments } from "./role-checks.ts";

/** What Azure's own command knows of whoever is signed in. */
export interface AzureChecks {
  readonly findings: readonly Finding[];
  /** Opens schedulers; undefined when there is none to be had. */
  readonly token: string | undefined;
}

const names = [
  "Azure CLI",
  "Azure login",
  "subscription",
  "resource provider",
  "roles to deploy",
  "role in the hub",
] as const;
const [command, login, subscription, provider, deploying, inHub] = names;

const az = (...words: readonly string[]) => outsideCommand("az", [...words, "--output", "json"]);

/** What `az` need not be asked for an emulator. */
export function noAzure(): AzureChecks {
  const says = "the emulator asks nobody who they are";
  return { findings: names.map((name) => notNeeded(name, says)), token: undefined };
}

/**
 * Whether whoever is signed in to Azure may deploy, and use the hub.
 * @param taskHub undefined where the app's settings name none
 */
export async function checkAzure(taskHub: string | undefined): Promise<AzureChecks> {
  const { ARM_SUBSCRIPTION_ID } = process.env;
  const chosen = ARM_SUBSCRIPTION_ID ? ["--subscription", ARM_SUBSCRIPTION_ID] : [];
  const [account, tokenSaid, registration] = await Promise.all([
    az("account", "show", ...chosen),
    az("account", "get-access-token", "--resource", "https://durabletask.io"),
    az("provider", "show", "--namespace", "Microsoft.DurableTask", ...chosen),
  ]);
  if (account.outcome === "missing") return withoutCommand();
  const token = textAt(jsonOf(tokenSaid), "accessToken");
  const known = accountOf(jsonOf(account));
  const roles = known === undefined ? undefined : await assignmentsOf(known, chosen);
  const findings = [
    ok(command, "it is on PATH"),
    loginFinding(account, tokenSaid, known),
    subscriptionFinding(account, known),
    registrationFinding(registration),
    ...(known === undefined || roles === undefined
      ? [deploying, inHub].map((name) => notChecked(name, "Azure does not say which there are"))
      : [checkDeployerRoles(deploying, roles, known), checkHubRole(inHub, roles, known, taskHub)]),
  ];
  return { findings, token };
}

function withoutCommand(): AzureChecks {
  const mend = "see https://learn.microsoft.com/cli/azure/install-azure-cli";
  const others = names.slice(1).map((name) => notChecked(name, "the Azure CLI is missing"));
  return { findings: [problem(command, "az is not on PATH", mend), ...others], token: undefined };
}

export interface Account {
  /** Whom roles are given to: a person's sign-in name, or an application's id. */
  readonly user: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly state: string;
}

function accountOf(said: unknown): Account | undefined {
  const user = textAt(said, "user", "name");
  const subscriptionId = textAt(said, "id");
  if (user === undefined || subscriptionId === undefined) return undefined;
  const subscriptionName = textAt(said, "name") ?? subscriptionId;
  return { user, subscriptionId, subscriptionName, state: textAt(said, "state") ?? "unknown" };
}

/** An account is remembered long after its login has ended; only a token shows that it has not. */
function loginFinding(account: Said, token: Said, known: Account | undefined): Finding {
  if (known === undefined && textAt(jsonOf(token), "accessToken") === undefined) {
    return problem(login, reasonOf(account), "az login");
  }
  return textAt(jsonOf(token), "accessToken") === undefined
    ? problem(login, `no token for ${known?.user ?? "anyone"}: ${reasonOf(token)}`, "az login")
    : ok(login, known?.user ?? "signed in");
}

function subscriptionFinding(said: Said, known: Account | undefined): Finding {
  const choose = "az account list -o table, then az account set --subscription <id>";
  if (known === undefined) return problem(subscription, reasonOf(said), choose);
  const { subscriptionName, subscriptionId, state } = known;
  const which = `${subscriptionName} (${subscriptionId})`;
  if (state !== "Enabled") return problem(subscription, `${which} is ${state}`, choose);
  return ok(subscription, which);
}

function registrationFinding(said: Said): Finding {
  const state = textAt(jsonOf(said), "registrationState");
  if (state === undefined) return notChecked(provider, reasonOf(said));
  const what = "Microsoft.DurableTask";
  return state === "Registered"
    ? ok(provider, `${what} is registered`)
    : problem(provider, `${what} is ${state}`, `az provider register --wait -n ${what}`);
}

async function assignmentsOf({ user }: Account, chosen: readonly string[]) {
  const words = ["--all", "--include-groups", "--assignee", user, ...chosen];
  return parseAssignments(jsonOf(await az("role", "assignment", "list", ...words)));
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
  return typeof found === "string" && found !== "" ? found : undefined;
}
