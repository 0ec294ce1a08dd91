import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials.js";
import { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
  secret,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { companionRoles } from "../../azure/roles.ts";
import { assignRole } from "../access/assign-role.ts";
import { currentDeployer } from "../access/deployer.ts";
import type { RegistryReference } from "../image/image-registry.ts";
import { grantPull } from "../image/pull-right.ts";
import { sendDiagnostics, type WorkspaceReference } from "../logs/diagnostics.ts";
import type { Placement } from "../placement.ts";
import {
  type KubernetesClusterChoices,
  type KubernetesClusterPlan,
  planKubernetesCluster,
} from "./cluster-plan.ts";
import { kubeconfigFor } from "./kubeconfig.ts";

export interface KubernetesClusterArgs extends KubernetesClusterChoices, Placement {
  /** Where the cluster's logs go: a `LogWorkspace` component, or a workspace's id. */
  readonly logs: WorkspaceReference;
  /** Where nodes may pull images from; left out, from public registries only. */
  readonly registry?: RegistryReference | undefined;
  /** The subnet of the nodes, for workers that must reach what is private. */
  readonly subnetId?: Input<string> | undefined;
}

/** What a worker needs to know about its cluster, which another program may have made. */
export interface KubernetesClusterReference {
  /** The address under which Entra finds the cluster's keys. */
  readonly oidcIssuerUrl: Input<string>;
  /** Puts objects into the cluster. */
  readonly provider: Provider;
}

/**
 * An AKS cluster whose workloads sign in as identities. It has no local accounts: people and
 * pipelines get in by Entra, and whoever deploys is its administrator.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class KubernetesCluster extends ComponentResource implements KubernetesClusterReference {
  readonly clusterName: Output<string>;
  readonly oidcIssuerUrl: Output<string>;
  /** For kubectl with kubelogin; empty where manifests are written instead. */
  readonly kubeconfig: Output<string>;
  readonly provider: Provider;

  constructor(name: string, args: KubernetesClusterArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planKubernetesCluster(name, args));
    super("durable-task-kit:infra:KubernetesCluster", name, {}, options);
    const cluster = this.#createCluster(name, plan, args);
    this.clusterName = cluster.name;
    this.oidcIssuerUrl = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
    const administrator = assignRole(
      `${name}-administrator`,
      { scope: cluster.id, ...currentDeployer(this), role: companionRoles.KubernetesClusterAdmin },
      { parent: this },
    );
    this.#grant(name, cluster, args);
    sendDiagnostics(`${name}-aks-diagnostics`, cluster.id, args.logs, this);
    const { manifestsFolder } = args;
    this.kubeconfig = manifestsFolder
      ? output("")
      : secret(kubeconfigOf(cluster, args.resourceGroupName));
    this.provider = new Provider(
      `${name}-kubernetes`,
      manifestsFolder
        ? { renderYamlToDirectory: manifestsFolder }
        : { kubeconfig: this.kubeconfig },
      { parent: this, dependsOn: administrator },
    );
    this.registerOutputs({ clusterName: this.clusterName, kubeconfig: this.kubeconfig });
  }

  /** Nodes may pull images, and the cluster may put load balancers into a subnet that is given. */
  #grant(name: string, cluster: ManagedCluster, args: KubernetesClusterArgs): void {
    if (args.registry !== undefined) {
      const nodes = cluster.identityProfile.apply(
        (profiles) => profiles?.kubeletidentity?.objectId ?? "",
      );
      grantPull(name, args.registry, nodes, this);
    }
    if (args.subnetId !== undefined) {
      const grant = {
        scope: args.subnetId,
        principalId: cluster.identity.apply((identity) => identity?.principalId ?? ""),
        principalType: "ServicePrincipal",
        role: companionRoles.NetworkContributor,
      } as const;
      assignRole(`${name}-subnet`, grant, { parent: this });
    }
  }

  #createCluster(
    name: string,
    { pulumiName, clusterName, nodePool }: KubernetesClusterPlan,
    { resourceGroupName, location, tags, subnetId, managedFrom }: KubernetesClusterArgs,
  ): ManagedCluster {
    const pool = { ...nodePool, ...(subnetId && { vnetSubnetID: subnetId }) };
    return new ManagedCluster(
      pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        resourceName: clusterName,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        oidcIssuerProfile: { enabled: true },
        securityProfile: { workloadIdentity: { enabled: true } },
        aadProfile: { managed: true, enableAzureRBAC: true },
        disableLocalAccounts: true,
        autoUpgradeProfile: { upgradeChannel: "stable", nodeOSUpgradeChannel: "NodeImage" },
        networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
        ...(managedFrom && { apiServerAccessProfile: { authorizedIPRanges: [...managedFrom] } }),
        agentPoolProfiles: [
          {
            name: "workers",
            mode: "System",
            osSKU: "AzureLinux",
            enableAutoScaling: true,
            ...pool,
          },
        ],
      },
      // The autoscaler sets the number of nodes from then on.
      { parent: this, ignoreChanges: ["agentPoolProfiles[0].count"] },
    );
  }
}

function kubeconfigOf(cluster: ManagedCluster, resourceGroupName: Input<string>): Output<string> {
  const { kubeconfigs } = listManagedClusterUserCredentialsOutput(
    { resourceGroupName, resourceName: cluster.name },
    { parent: cluster },
  );
  return all([cluster.fqdn, kubeconfigs]).apply(([host, [credentials]]) =>
    kubeconfigFor({ host, userCredentials: credentials?.value ?? "" }),
  );
}
