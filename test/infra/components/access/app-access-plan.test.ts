import { expect, test } from "vitest";
import {
  type AppAccessChoices,
  planAppAccess,
} from "../../../../infra/components/access/app-access-plan.ts";
import { refusedArguments } from "../../refused-arguments.ts";

test.each<readonly [string, string, object, readonly string[]]>([
  ["Worker is a role", "orders", { role: "Worker" }, []],
  ["Contributor is a role", "orders", { role: "Contributor" }, []],
  ["Reader is a role", "orders", { role: "Reader" }, []],
  ["Owner is no role for task hubs", "orders", { role: "Owner" }, ["role"]],
  ["a role is needed", "orders", {}, ["role"]],
  ["an identity's name may have underscores", "orders", named("my_id"), []],
  ["an identity's name begins with a letter or digit", "orders", named("-id"), ["identityName"]],
  [
    "an identity's name has 128 characters at most",
    "orders",
    named("i".repeat(129)),
    ["identityName"],
  ],
  [
    "a component's name may not be too long either",
    "o".repeat(120),
    { role: "Worker" },
    ["identityName"],
  ],
  ["a host is none of two kinds", "orders", { role: "Worker", signIn: "password" }, ["signIn"]],
  ["a role on a hub", "orders", on("schedulers/a/taskHubs/hub"), []],
  ["a role on a scheduler", "orders", on("schedulers/a"), ["taskHub.taskHubId"]],
])("%s", (_title, name, choices, refused) => {
  expect(refusedArguments(planAppAccess(name, fromConfiguration(choices)))).toEqual(refused);
});

function on(path: string): object {
  const provider = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DurableTask";
  return { role: "Worker", taskHub: { taskHubId: `${provider}/${path}` } };
}

function named(identityName: string): object {
  return { role: "Worker", identityName };
}

/** Configuration files are not typed, so anything may come. */
function fromConfiguration(choices: object): AppAccessChoices {
  return JSON.parse(JSON.stringify(choices));
}
