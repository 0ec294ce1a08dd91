/**
 * Pulumi components that put workers into Azure Kubernetes Service.
 * Needs `@pulumi/kubernetes` beside what `durable-task-kit/infra` needs.
 */
export {
  KubernetesCluster,
  type KubernetesClusterArgs,
  type KubernetesClusterReference,
} from "./components/kubernetes/cluster.ts";
export {
  type KubernetesClusterChoices,
  type KubernetesClusterFacts,
  type KubernetesClusterPlan,
  planKubernetesCluster,
} from "./components/kubernetes/cluster-plan.ts";
export {
  KubernetesWorker,
  type KubernetesWorkerArgs,
} from "./components/kubernetes/kubernetes-worker.ts";
export {
  type KubernetesWorkerChoices,
  type KubernetesWorkerFacts,
  type KubernetesWorkerPlan,
  planKubernetesWorker,
} from "./components/kubernetes/kubernetes-worker-plan.ts";
