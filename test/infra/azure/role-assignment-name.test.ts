import { expect, test } from "vitest";
import { roleAssignmentName } from "../../../infra/azure/role-assignment-name.ts";
import { roles } from "../../../infra/azure/roles.ts";

const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DurableTask/schedulers/a";
const principal = "22222222-2222-4222-8222-222222222222";

test("the name is a GUID that never changes", () => {
  expect(roleAssignmentName(scope, principal, roles.Worker)).toBe(
    "e5c52c63-cf3b-59ad-a16c-1938c15069b7",
  );
});

test("the case in which Azure returns an id makes no difference", () => {
  expect(roleAssignmentName(scope.toUpperCase(), principal, roles.Worker)).toBe(
    roleAssignmentName(scope, principal, roles.Worker),
  );
});

test.each([
  ["scope", roleAssignmentName(`${scope}b`, principal, roles.Worker)],
  ["principal", roleAssignmentName(scope, principal.replace("22", "33"), roles.Worker)],
  ["role", roleAssignmentName(scope, principal, roles.Reader)],
])("another %s has another name", (_what, name) => {
  expect(name).not.toBe(roleAssignmentName(scope, principal, roles.Worker));
});
