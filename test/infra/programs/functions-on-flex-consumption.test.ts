import { expect } from "vitest";
import { describeProgram, inputsOf } from "./program-life.ts";

describeProgram("functions-on-flex-consumption", {
  family: [
    "AppServicePlan in FunctionApp",
    "BlobContainer in FunctionApp",
    "Component in FunctionApp",
    "RoleAssignment in FunctionApp",
    "RoleAssignment in FunctionApp",
    "RoleAssignment in FunctionApp",
    "RoleAssignment in FunctionApp",
    "StorageAccount in FunctionApp",
    "WebApp in FunctionApp",
  ],
  refused: { path: "app.runtime.name", value: "deno", argument: "runtime.name" },
  missing: ["app", "network", "sku"],
  large: (made) =>
    expect(inputsOf(made, "WebApp")).toMatchObject({
      functionAppConfig: {
        scaleAndConcurrency: { alwaysReady: [{ name: "durable", instanceCount: 1 }] },
      },
    }),
});
