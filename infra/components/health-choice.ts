import { checkWhole } from "../checks/whole-number.ts";
import type { Refusal } from "../refusal.ts";

/** Where a container says by HTTP that it is well. */
export interface HealthCheck {
  /** Answers with a status below 400, such as `/health`. */
  readonly path: string;
  readonly port: number;
}

/** Refuses a missing health check, and one that cannot be asked. */
export function checkHealth(health: HealthCheck | undefined): readonly Refusal[] {
  return [
    ...(health?.path?.startsWith("/") ? [] : [noPath]),
    ...checkWhole("health.port", health?.port, 1, 65_535),
  ];
}

const noPath: Refusal = {
  argument: "health.path",
  rule: "it must be known whether the worker is well, at a path that begins with a slash",
  wayOut: "let the worker answer HTTP on a port of its own, and set a path such as /health",
};
