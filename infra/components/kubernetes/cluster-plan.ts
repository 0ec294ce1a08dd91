import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import { checkAddress } from "../../checks/address-choice.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";

/** What there is to decide about a cluster. */
export interface KubernetesClusterChoices {
  /** The name in Azure; made by Pulumi from the component's name when left out. */
  readonly clusterName?: string;
  /** The size of a node; `Standard_D2s_v5` if left out. */
  readonly nodeSize?: string;
  readonly nodes: {
    readonly min: number;
    readonly max: number;
  };
  /** Addresses and ranges from which the cluster can be managed; left out, from anywhere. */
  readonly managedFrom?: readonly string[];
  /**
   * A folder that workers' objects are written to as YAML, instead of into the cluster: for a
   * pipeline that deploys from a repository, and where there is no cluster.
   */
  readonly manifestsFolder?: string;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface KubernetesClusterFacts extends KubernetesClusterChoices {
  readonly logs?: { readonly workspaceId: unknown };
  readonly registry?: { readonly registryId: unknown } | undefined;
  readonly subnetId?: unknown;
}

export interface KubernetesClusterPlan {
  readonly pulumiName: string;
  readonly clusterName: string | undefined;
  readonly nodePool: {
    readonly vmSize: string;
    readonly count: number;
    readonly minCount: number;
    readonly maxCount: number;
  };
}

/** The most nodes of a pool. */
const nodesMax = 1_000;

const shapes: Shapes = {
  clusterName: "text",
  nodeSize: "text",
  nodes: "record",
  managedFrom: "texts",
  manifestsFolder: "text",
};

/** Decides what a `KubernetesCluster` component of this name creates. */
export function planKubernetesCluster(
  name: string,
  facts: KubernetesClusterFacts,
): Planned<KubernetesClusterPlan> {
  const subject = `KubernetesCluster "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { clusterName, nodeSize = "Standard_D2s_v5", nodes, managedFrom = [] } = facts;
  const { logs, registry, subnetId } = facts;
  const pulumiName = `${name}-aks`;
  const refusals = [
    ...checkName({ argument: "clusterName", given: clusterName, pulumiName }, nameRules.cluster),
    ...checkNodes(nodes),
    ...managedFrom.flatMap((from, index) => checkAddress(`managedFrom[${index}]`, from)),
    ...checkId("logs.workspaceId", logs?.workspaceId, idRules.workspace),
    ...checkId("registry.registryId", registry?.registryId, idRules.registry),
    ...checkId("subnetId", subnetId, idRules.subnet),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
    clusterName,
    nodePool: { vmSize: nodeSize, count: nodes.min, minCount: nodes.min, maxCount: nodes.max },
  }));
}

function checkNodes(nodes: KubernetesClusterChoices["nodes"] | undefined): readonly Refusal[] {
  const ordered = nodes === undefined || !(nodes.min > nodes.max);
  return [
    ...checkWhole("nodes.min", nodes?.min, 1, nodesMax),
    ...checkWhole("nodes.max", nodes?.max, 1, nodesMax),
    ...(ordered ? [] : [outOfOrder]),
  ];
}

const outOfOrder: Refusal = {
  argument: "nodes.max",
  rule: "it is less than nodes.min",
  wayOut: "raise nodes.max or lower nodes.min",
};
