/** A way a deployment fails that has a known way out. */
interface KnownFailure {
  readonly pattern: RegExp;
  /** What is wrong, and the command that mends it. */
  readonly advice: (found: RegExpExecArray) => string;
}

/** What Pulumi and Azure say, in their own words; the first that fits is taken. */
const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /spawn pulumi ENOENT|pulumi: (command )?not found/,
    advice: () =>
      "Pulumi's command line is not installed, or not on PATH: https://www.pulumi.com/docs/install",
  },
  {
    pattern: /Minimum version requirement failed.*requirement is ([\d.]+)/,
    advice: ([, version]) => `Pulumi's command line is older than ${version}: pulumi self-update`,
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|not logged in|pulumi login/i,
    advice: () =>
      "Pulumi does not know where to keep the state: pulumi login   " +
      "(or, in files on this machine: pulumi login --local)",
  },
  {
    pattern: /passphrase must be set|incorrect passphrase/,
    advice: () =>
      "The stack's secrets are locked by a passphrase: " +
      "export PULUMI_CONFIG_PASSPHRASE=<the passphrase>",
  },
  {
    pattern: /currently locked by|Another update is currently in progress/,
    advice: () =>
      "Another deployment has this stack, or one was killed. When none is running: pulumi cancel",
  },
  {
    pattern: /no folder at path|Cannot find (module|package)/,
    advice: () => "A package is not installed: npm install   (in the project's folder)",
  },
  {
    pattern: /missing (required )?configuration( variables?| values?)?/i,
    advice: () => "A configuration value is missing: pulumi config set <name> <value>",
  },
  {
    pattern: /does not have authorization to perform action '([^']+)' over scope '([^']+)'/,
    advice: ([, action = "", scope = ""]) => permissionAdvice(action, scope),
  },
  {
    pattern: /AuthorizationFailed|status(?: code)?[=: ]+403/i,
    advice: () =>
      "This account lacks a role. See which it has: " +
      "az role assignment list --assignee <you> --all",
  },
  {
    pattern: /MissingSubscriptionRegistration.*?namespace '([^']+)'/s,
    advice: ([, namespace]) =>
      `The subscription does not know ${namespace} yet: ` +
      `az provider register --wait -n ${namespace}`,
  },
  {
    pattern:
      /(Subscription(NotFound|Id must)|InvalidSubscriptionId|subscription .*(not|n't) .*found)/i,
    advice: () =>
      "The subscription is not found for this account. See yours: az account list -o table; " +
      "choose one: az account set --subscription <id>",
  },
  {
    pattern: /Azure CLI not found|exec: "az"|az: (command )?not found/,
    advice: () =>
      "Azure's command line is not installed: " +
      "https://learn.microsoft.com/cli/azure/install-azure-cli",
  },
  {
    pattern:
      /az login|AADSTS\d+|(Default)?Azure(CLI)?Credential|no access token|InvalidAuthentication/i,
    advice: () => "Azure does not know who you are, or no longer does: az login",
  },
];

/** What to do about a failure that says this; undefined when its own words must do. */
export function failureAdvice(said: string): string | undefined {
  for (const { pattern, advice } of knownFailures) {
    const found = pattern.exec(said);
    if (found !== null) return advice(found);
  }
  return undefined;
}

function permissionAdvice(action: string, scope: string): string {
  const role = action.startsWith("Microsoft.Authorization/")
    ? "Role Based Access Control Administrator"
    : "Contributor";
  return (
    `This account may not do ${action}. Somebody who owns ${scope} can let it: ` +
    `az role assignment create --assignee <you> --role "${role}" --scope ${scope}`
  );
}
