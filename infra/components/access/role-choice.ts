import { type RoleName, roleNames, roles } from "../../azure/roles.ts";
import type { Refusal } from "../../refusal.ts";

/** Refuses a role that there is not for task hubs. */
export function checkRole(role: string): readonly Refusal[] {
  if (Object.hasOwn(roles, role)) return [];
  return [
    {
      argument: "role",
      rule: `there is no role ${JSON.stringify(role)} for task hubs`,
      wayOut: `choose one of ${roleNames}`,
    },
  ];
}

/** Refuses an access that cannot take work items, for an app that must. */
export function checkCanWork(role: RoleName): readonly Refusal[] {
  if (role !== "Reader") return [];
  return [
    {
      argument: "access.role",
      rule: "a Reader cannot take work items",
      wayOut: "make the AppAccess with role Worker, or Contributor if the app also schedules",
    },
  ];
}
