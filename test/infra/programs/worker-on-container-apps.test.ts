import { expect } from "vitest";
import { describeProgram, inputsOf } from "./program-life.ts";

describeProgram("worker-on-container-apps", {
  family: [
    "ContainerApp in ContainerAppWorker",
    "DiagnosticSetting in ContainerAppsEnvironment",
    "Image in AppImage",
    "ManagedEnvironment in ContainerAppsEnvironment",
    "Registry in ImageRegistry",
    "RoleAssignment in ContainerAppWorker",
  ],
  refused: { path: "scale.replicasMin", value: "3", argument: "scale.replicasMax" },
  missing: ["image", "network", "scale", "sku"],
  large: (made) =>
    expect(inputsOf(made, "ContainerApp")).toMatchObject({
      template: { scale: { minReplicas: 2, maxReplicas: 20 } },
    }),
});
