import { nameRules } from "../../azure/name-rules.ts";
import type { RoleName } from "../../azure/roles.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";
import type { SignIn } from "../access/app-access-plan.ts";
import { checkCanWork } from "../access/role-choice.ts";
import { checkWorkloadIdentity } from "../access/sign-in-choice.ts";
import { checkOwnSettings, type OwnSettings } from "../app-settings.ts";
import { checkHealth, type HealthCheck } from "../health-choice.ts";

/** What there is to decide about a worker on Kubernetes. */
export interface KubernetesWorkerChoices {
  /** A namespace of the worker's own; the component's name if left out. */
  readonly namespace?: string;
  readonly replicas: {
    /** At least 1: Kubernetes does not know of waiting work, so nothing would wake the worker. */
    readonly min: number;
    readonly max: number;
    /** More replicas are started above this load, in percent of `cores`. 70 if left out. */
    readonly cpuPercent?: number;
  };
  /** Where the worker answers; it is started anew when it does not. */
  readonly health: HealthCheck;
  /** What a replica is given, such as 0.5; a quarter if left out. */
  readonly cores?: number;
  /** The most a replica may take, in MiB. 512 if left out. */
  readonly memoryMebibytes?: number;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface KubernetesWorkerFacts extends KubernetesWorkerChoices {
  readonly access: { readonly role: RoleName; readonly signIn?: SignIn };
  readonly settings?: OwnSettings;
}

export interface KubernetesWorkerPlan {
  /** Also the name of every object in it. */
  readonly namespace: string;
  readonly replicas: { readonly min: number; readonly max: number; readonly cpuPercent: number };
  readonly health: HealthCheck;
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  /** As whom the cluster vouches for the worker. */
  readonly subject: string;
}

const shapes: Shapes = {
  namespace: "text",
  replicas: "record",
  health: { path: "text" },
  cores: "number",
  settings: "record",
};

/** Decides what a `KubernetesWorker` component of this name creates. */
export function planKubernetesWorker(
  name: string,
  facts: KubernetesWorkerFacts,
): Planned<KubernetesWorkerPlan> {
  const subject = `KubernetesWorker "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { namespace = name, replicas, health, access, cores = 0.25, memoryMebibytes = 512 } = facts;
  const { min = 0, max = 0, cpuPercent = 70 } = replicas ?? {};
  const nameChoice = { argument: "namespace", given: namespace, pulumiName: name };
  const refusals = [
    ...checkName(nameChoice, nameRules.kubernetesObject),
    ...checkWhole("replicas.min", min, 1, Number.POSITIVE_INFINITY),
    ...checkWhole("replicas.max", max, Math.max(min, 1), Number.POSITIVE_INFINITY),
    ...checkWhole("replicas.cpuPercent", cpuPercent, 1, 100),
    ...checkHealth(health),
    ...checkCores(cores),
    ...checkWhole("memoryMebibytes", memoryMebibytes, 1, Number.POSITIVE_INFINITY),
    ...checkCanWork(access.role),
    ...checkWorkloadIdentity(access),
    ...checkOwnSettings(facts.settings),
  ];
  const memory = `${memoryMebibytes}Mi`;
  return planUnless(subject, refusals, () => ({
    namespace,
    replicas: { min, max, cpuPercent },
    health,
    resources: { requests: { cpu: `${cores * 1_000}m`, memory }, limits: { memory } },
    subject: `system:serviceaccount:${namespace}:${namespace}`,
  }));
}

function checkCores(cores: number): readonly Refusal[] {
  if (Number.isInteger(cores * 1_000) && cores > 0) return [];
  return [
    {
      argument: "cores",
      rule: `a replica is given thousandths of a core, got ${cores}`,
      wayOut: "set 0.001 or more, such as 0.25",
    },
  ];
}
