import { expect, test } from "vitest";
import { failureAdvice } from "../../cli/pulumi/failure-advice.ts";

/** In the words of Pulumi, its provider and Azure, and the command that mends each. */
test.each([
  ["Command failed with ENOENT: pulumi version\nspawn pulumi ENOENT", "docs/install"],
  [
    "Minimum version requirement failed. Minimum CLI version requirement is 3.142.0, " +
      "your current CLI version is 3.1.0.",
    "pulumi self-update",
  ],
  ["PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions", "pulumi login"],
  [
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE " +
      "environment variables",
    "export PULUMI_CONFIG_PASSPHRASE=",
  ],
  ["the stack is currently locked by 1 lock(s).", "pulumi cancel"],
  ["[409] Conflict: Another update is currently in progress.", "pulumi cancel"],
  ["Error: Cannot find package 'durable-task-kit' imported from /app/index.ts", "npm install"],
  ["Missing required configuration variable 'orders:sku'", "pulumi config set <name> <value>"],
  [
    "Status=403 Code=\"AuthorizationFailed\" Message=\"The client 'ada' with object id '1' does " +
      "not have authorization to perform action 'Microsoft.App/containerApps/write' over scope " +
      "'/subscriptions/1/resourceGroups/g' or the scope is invalid.",
    'az role assignment create --assignee <you> --role "Contributor" ' +
      "--scope /subscriptions/1/resourceGroups/g",
  ],
  [
    "does not have authorization to perform action " +
      "'Microsoft.Authorization/roleAssignments/write' over scope '/subscriptions/1'",
    '--role "Role Based Access Control Administrator" --scope /subscriptions/1',
  ],
  ["RESPONSE 403: 403 Forbidden ERROR CODE: AuthorizationFailed", "az role assignment list"],
  [
    'Code="MissingSubscriptionRegistration" Message="The subscription is not registered to use ' +
      "namespace 'Microsoft.DurableTask'.",
    "az provider register --wait -n Microsoft.DurableTask",
  ],
  [
    'Code="SubscriptionNotFound" Message="The subscription \'1\' could not be found."',
    "az account set",
  ],
  ["ERROR: Please run 'az login' to setup account.", "az login"],
  ["AADSTS700082: The refresh token has expired due to inactivity.", "az login"],
  ["AzureCLICredential: Azure CLI not found on path", "install-azure-cli"],
  ['exec: "az": executable file not found in $PATH', "install-azure-cli"],
])("%s", (said, mend) => {
  expect(failureAdvice(said)).toContain(mend);
});

test("what nobody knows has no advice, so that its own words stand alone", () => {
  expect(failureAdvice("Creating orders was refused: the name is taken")).toBeUndefined();
});
