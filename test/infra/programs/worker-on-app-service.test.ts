import { expect } from "vitest";
import { describeProgram, inputsOf } from "./program-life.ts";

describeProgram("worker-on-app-service", {
  family: [
    "AppServicePlan in AppServiceWorker",
    "Image in AppImage",
    "Registry in ImageRegistry",
    "RoleAssignment in AppServiceWorker",
    "WebApp in AppServiceWorker",
  ],
  refused: { path: "app.sku", value: "F1", argument: "sku" },
  missing: ["app", "image", "network", "sku"],
  large: (made) =>
    expect(inputsOf(made, "AppServicePlan")).toMatchObject({
      sku: { name: "P1v3", capacity: 3 },
    }),
});
