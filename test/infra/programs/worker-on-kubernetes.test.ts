import { expect } from "vitest";
import { describeProgram, inputsOf } from "./program-life.ts";

describeProgram("worker-on-kubernetes", {
  family: [
    "Deployment in KubernetesWorker",
    "DiagnosticSetting in KubernetesCluster",
    "FederatedIdentityCredential in KubernetesWorker",
    "HorizontalPodAutoscaler in KubernetesWorker",
    "Image in AppImage",
    "ManagedCluster in KubernetesCluster",
    "Namespace in KubernetesWorker",
    "Registry in ImageRegistry",
    "RoleAssignment in KubernetesCluster",
    "RoleAssignment in KubernetesCluster",
    "ServiceAccount in KubernetesWorker",
  ],
  refused: { path: "app.replicas.min", value: "0", argument: "replicas.min" },
  missing: ["app", "cluster", "image", "network", "sku"],
  large: (made) =>
    expect(inputsOf(made, "HorizontalPodAutoscaler")).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 30 },
    }),
});
