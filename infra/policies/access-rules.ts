import { idRules } from "../azure/resource-ids.ts";
import { roles } from "../azure/roles.ts";
import type { Properties, ResourceRule } from "./rule.ts";

const of = "azure-native:authorization:RoleAssignment";
const scheduler = /\/providers\/Microsoft\.DurableTask\/schedulers\/[^/]+$/i;

/** What must hold of a role of the scheduler's; other roles are none of this pack's business. */
export const accessRules: readonly ResourceRule[] = [
  {
    name: "role-is-not-above-a-scheduler",
    description: "A role on a group or subscription reaches every scheduler there, now and later.",
    enforcement: "mandatory",
    of,
    violations: (assignment) => {
      const { scope } = assignment;
      if (!isOurs(assignment) || isHub(scope) || scheduler.test(String(scope))) return [];
      return [`scope ${scope} is no task hub; assign the role on the hub that the app uses`];
    },
  },
  {
    name: "role-is-on-one-hub",
    description: "A role on a scheduler reaches all of its task hubs.",
    enforcement: "advisory",
    of,
    violations: (assignment) =>
      isOurs(assignment) && scheduler.test(String(assignment.scope))
        ? ["scope is a whole scheduler; assign the role on the hub that the app uses"]
        : [],
  },
  {
    name: "role-says-whose-it-is",
    description:
      "Azure looks up a principal whose type is not said, and fails while it replicates.",
    enforcement: "mandatory",
    of,
    violations: (assignment) =>
      isOurs(assignment) && assignment.principalType === undefined
        ? ["set principalType, to ServicePrincipal for an app's identity"]
        : [],
  },
];

function isHub(scope: unknown): boolean {
  return idRules.taskHub.pattern.test(String(scope));
}

function isOurs({ roleDefinitionId }: Properties): boolean {
  const id = String(roleDefinitionId).toLowerCase();
  return Object.values(roles).some((role) => id.endsWith(role));
}
