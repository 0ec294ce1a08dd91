import { expect, test } from "vitest";
import { type Connection, connectionString } from "../../../infra/azure/connection-string.ts";
import { envFile } from "../../../infra/azure/env-file.ts";
import { settingsFor } from "../../../infra/azure/settings.ts";

const azure = "https://a.durabletask.io";
const emulator = "http://localhost:8080";

test.each<readonly [string, Omit<Connection, "taskHub">, string]>([
  [
    "an app signs in as its identity",
    { endpoint: azure, authentication: "ManagedIdentity", clientId: "me" },
    "ManagedIdentity;ClientID=me",
  ],
  [
    "an app in Kubernetes signs in by the cluster's word",
    { endpoint: azure, authentication: "DefaultAzure", clientId: "me" },
    "DefaultAzure",
  ],
  [
    "a person signs in as themselves",
    { endpoint: azure, authentication: "DefaultAzure" },
    "DefaultAzure",
  ],
  [
    "nobody signs in to the emulator",
    { endpoint: emulator, authentication: "ManagedIdentity", clientId: "me" },
    "None",
  ],
])("%s", (_title, app, authentication) => {
  expect(connectionString({ ...app, taskHub: "orders" })).toBe(
    `Endpoint=${app.endpoint};TaskHub=orders;Authentication=${authentication}`,
  );
});

test("a person's .env has every setting of a hub, and no identity", () => {
  const settings = settingsFor({
    endpoint: azure,
    taskHub: "orders",
    authentication: "DefaultAzure",
  });
  const lines = envFile(settings).split("\n");
  const connection = `Endpoint=${azure};TaskHub=orders;Authentication=DefaultAzure`;
  expect(lines[0]).toBe(`DURABLE_TASK_SCHEDULER_CONNECTION_STRING=${connection}`);
  expect(lines).toContain("TASKHUB=orders");
  expect(lines.join()).not.toContain("AZURE_CLIENT_ID");
});
