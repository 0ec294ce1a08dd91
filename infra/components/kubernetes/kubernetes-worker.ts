import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { AppAccess } from "../access/app-access.ts";
import { appSettings, type OwnSettings } from "../app-settings.ts";
import type { KubernetesClusterReference } from "./cluster.ts";
import {
  type KubernetesWorkerChoices,
  type KubernetesWorkerPlan,
  planKubernetesWorker,
} from "./kubernetes-worker-plan.ts";

export interface KubernetesWorkerArgs extends KubernetesWorkerChoices {
  /** A `KubernetesCluster` component, or the two facts about one that exists already. */
  readonly cluster: KubernetesClusterReference;
  /** Which task hub the worker serves, and as whom; made with signIn `workload-identity`. */
  readonly access: AppAccess;
  /** The worker's image with its tag or digest, in a registry that the nodes may pull from. */
  readonly image: Input<string>;
  readonly settings?: OwnSettings;
}

/**
 * A worker on Kubernetes, in a namespace of its own, that signs in as its identity and scales on
 * its load. There is no secret in the cluster: it vouches for the worker, and Entra believes it.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class KubernetesWorker extends ComponentResource {
  readonly namespace: Output<string>;

  constructor(name: string, args: KubernetesWorkerArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planKubernetesWorker(name, args));
    super("durable-task-kit:infra:KubernetesWorker", name, {}, options);
    const { cluster, access } = args;
    const trust = this.#trustCluster(name, plan, args);
    const { provider } = cluster;
    const inCluster = { parent: this, provider };
    const namespace = new Namespace(
      `${name}-namespace`,
      { metadata: { name: plan.namespace } },
      inCluster,
    );
    const metadata = { name: plan.namespace, namespace: namespace.metadata.name };
    const account = new ServiceAccount(
      `${name}-account`,
      {
        metadata: {
          ...metadata,
          annotations: { "azure.workload.identity/client-id": access.clientId },
        },
      },
      inCluster,
    );
    const deployment = new Deployment(
      `${name}-deployment`,
      { metadata, spec: deploymentOf(plan, args, account.metadata.name) },
      // A worker that starts before its identity is trusted, or its role assigned, is refused.
      { ...inCluster, dependsOn: [access, trust] },
    );
    new HorizontalPodAutoscaler(
      `${name}-autoscaler`,
      { metadata, spec: autoscalerOf(plan, deployment.metadata.name) },
      inCluster,
    );
    this.namespace = namespace.metadata.name;
    this.registerOutputs({ namespace: this.namespace });
  }

  #trustCluster(
    name: string,
    { subject }: KubernetesWorkerPlan,
    { cluster, access }: KubernetesWorkerArgs,
  ): FederatedIdentityCredential {
    return new FederatedIdentityCredential(
      `${name}-trust`,
      {
        resourceGroupName: access.resourceGroupName,
        resourceName: access.identityName,
        issuer: cluster.oidcIssuerUrl,
        subject,
        audiences: ["api://AzureADTokenExchange"],
      },
      { parent: this },
    );
  }
}

function deploymentOf(
  plan: KubernetesWorkerPlan,
  { access, image, settings }: KubernetesWorkerArgs,
  serviceAccountName: Output<string>,
) {
  const labels = { app: plan.namespace };
  const httpGet = { path: plan.health.path, port: plan.health.port };
  return {
    // No number of replicas: it is the autoscaler's.
    selector: { matchLabels: labels },
    template: {
      // The label has the cluster hand the worker a token for its identity.
      metadata: { labels: { ...labels, "azure.workload.identity/use": "true" } },
      spec: {
        serviceAccountName,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "worker",
            image,
            env: appSettings(access, settings),
            resources: plan.resources,
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
            startupProbe: { httpGet, periodSeconds: 2, failureThreshold: 60 },
            livenessProbe: { httpGet, periodSeconds: 10 },
            readinessProbe: { httpGet, periodSeconds: 5 },
          },
        ],
      },
    },
  };
}

function autoscalerOf({ replicas }: KubernetesWorkerPlan, deployment: Output<string>) {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: replicas.min,
    maxReplicas: replicas.max,
    metrics: [
      {
        type: "Resource",
        resource: {
          name: "cpu",
          target: { type: "Utilization", averageUtilization: replicas.cpuPercent },
        },
      },
    ],
  };
}
