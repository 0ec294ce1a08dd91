import { Provider } from "@pulumi/kubernetes/provider.js";
import type { Output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { companionRoles } from "../../../../infra/azure/roles.ts";
import { KubernetesCluster, KubernetesWorker } from "../../../../infra/kubernetes.ts";
import { registered } from "../../registered.ts";
import { access, clientId, logs, registry } from "../sample-access.ts";

const resourceGroupName = "group";

test("a cluster vouches for its workloads and knows no local accounts", async () => {
  const resources = await registered(
    () => new KubernetesCluster("orders", { resourceGroupName, logs, nodes: { min: 1, max: 3 } }),
  );
  expect(resources["ManagedCluster orders-aks"]).toMatchObject({
    oidcIssuerProfile: { enabled: true },
    securityProfile: { workloadIdentity: { enabled: true } },
    aadProfile: { managed: true, enableAzureRBAC: true },
    disableLocalAccounts: true,
    agentPoolProfiles: [{ minCount: 1, maxCount: 3, enableAutoScaling: true }],
  });
  expect(resources["RoleAssignment orders-administrator"]).toMatchObject({
    scope: expect.stringMatching(/\/managedClusters\/orders-aks$/),
    principalType: "User",
    roleDefinitionId: expect.stringContaining(companionRoles.KubernetesClusterAdmin),
  });
});

test("its nodes, and nobody else, may pull from the registry", async () => {
  const args = { resourceGroupName, logs, registry, nodes: { min: 1, max: 3 } };
  const resources = await registered(() => new KubernetesCluster("orders", args));
  expect(resources["RoleAssignment orders-pull"]).toMatchObject({
    scope: registry.registryId,
    principalId: "44444444-4444-4444-8444-444444444444",
  });
});

test("its kubeconfig holds no secret: a token is asked for each time", async () => {
  let kubeconfig = "";
  await registered(() => {
    const args = { resourceGroupName, logs, nodes: { min: 1, max: 3 } };
    new KubernetesCluster("orders", args).kubeconfig.apply((text) => {
      kubeconfig = text;
    });
  });
  expect(JSON.parse(kubeconfig)).toMatchObject({
    clusters: [
      {
        cluster: {
          server: "https://orders-aks.hcp.westeurope.azmk8s.io",
          "certificate-authority-data": "Q0E=",
        },
      },
    ],
    users: [{ user: { exec: { command: "kubelogin" } } }],
  });
});

function worker(oidcIssuerUrl: string | Output<string> = "https://issuer.example.com/") {
  const cluster = { oidcIssuerUrl, provider: new Provider("cluster", {}) };
  return new KubernetesWorker("orders", {
    cluster,
    access: access({ signIn: "workload-identity" }),
    image: "images.azurecr.io/worker:1",
    replicas: { min: 2, max: 8 },
    health: { path: "/health", port: 8080 },
  });
}

test("Entra trusts the worker's service account, and no other", async () => {
  const resources = await registered(worker);
  expect(resources["FederatedIdentityCredential orders-trust"]).toEqual({
    resourceGroupName,
    resourceName: "orders-identity",
    issuer: "https://issuer.example.com/",
    subject: "system:serviceaccount:orders:orders",
    audiences: ["api://AzureADTokenExchange"],
  });
  expect(resources["ServiceAccount orders-account"]).toMatchObject({
    metadata: {
      name: "orders",
      namespace: "orders",
      annotations: { "azure.workload.identity/client-id": clientId },
    },
  });
});

test("the worker has probes, limits, no rights, and the settings of its hub", async () => {
  const resources = await registered(worker);
  const httpGet = { path: "/health", port: 8080 };
  expect(resources["Deployment orders-deployment"]).toMatchObject({
    metadata: { namespace: "orders" },
    spec: {
      template: {
        metadata: { labels: { "azure.workload.identity/use": "true" } },
        spec: {
          serviceAccountName: "orders",
          securityContext: { runAsNonRoot: true },
          containers: [
            {
              image: "images.azurecr.io/worker:1",
              env: expect.arrayContaining([{ name: "TASKHUB_NAME", value: "hub" }]),
              resources: { requests: { cpu: "250m", memory: "512Mi" } },
              startupProbe: { httpGet },
              livenessProbe: { httpGet },
              readinessProbe: { httpGet },
            },
          ],
        },
      },
    },
  });
});

test("it scales on its load", async () => {
  const resources = await registered(worker);
  expect(resources["HorizontalPodAutoscaler orders-autoscaler"]).toMatchObject({
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "orders" },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [{ resource: { name: "cpu", target: { averageUtilization: 70 } } }],
    },
  });
});
