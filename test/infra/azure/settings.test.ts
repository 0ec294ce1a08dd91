import { expect, test } from "vitest";
import type { Connection } from "../../../infra/azure/connection-string.ts";
import { settings, settingsFor } from "../../../infra/azure/settings.ts";

const app: Connection = {
  endpoint: "https://a.durabletask.io",
  taskHub: "orders",
  clientId: "c",
  authentication: "ManagedIdentity",
};
const connection =
  "Endpoint=https://a.durabletask.io;TaskHub=orders;Authentication=ManagedIdentity;ClientID=c";

test("an app finds its task hub under every name in use", () => {
  expect(settingsFor(app)).toEqual({
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING: connection,
    TASKHUB_NAME: "orders",
    AZURE_CLIENT_ID: "c",
    DURABLE_TASK_CONNECTION_STRING: connection,
    DURABLE_TASK_SERVICE_CONNECTION_STRING: connection,
    DTS_CONNECTION_STRING: connection,
    ENDPOINT: "https://a.durabletask.io",
    DTS_ENDPOINT: "https://a.durabletask.io",
    TASKHUB: "orders",
    DTS_TASK_HUB: "orders",
  });
});

test("no setting is named twice", () => {
  expect(Object.keys(settingsFor(app))).toHaveLength(settings.length);
});
