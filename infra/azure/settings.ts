import { type Connection, connectionString } from "./connection-string.ts";

interface Setting {
  readonly name: string;
  /** Undefined where the app has no need of the setting. */
  readonly value: (connection: Connection) => string | undefined;
  /** The setting to use in new code, where this one is kept for existing code. */
  readonly aliasOf?: string;
}

const connection = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";
const taskHub = "TASKHUB_NAME";

/** The environment of an app: the canonical settings, then the names that existing apps read. */
export const settings = [
  { name: connection, value: connectionString },
  { name: taskHub, value: (app) => app.taskHub },
  // The Azure SDKs' default credential picks the user-assigned identity by this name.
  { name: "AZURE_CLIENT_ID", value: (app) => app.clientId },
  { name: "DURABLE_TASK_CONNECTION_STRING", value: connectionString, aliasOf: connection },
  { name: "DURABLE_TASK_SERVICE_CONNECTION_STRING", value: connectionString, aliasOf: connection },
  { name: "DTS_CONNECTION_STRING", value: connectionString, aliasOf: connection },
  { name: "ENDPOINT", value: (app) => app.endpoint, aliasOf: connection },
  { name: "DTS_ENDPOINT", value: (app) => app.endpoint, aliasOf: connection },
  { name: "TASKHUB", value: (app) => app.taskHub, aliasOf: taskHub },
  { name: "DTS_TASK_HUB", value: (app) => app.taskHub, aliasOf: taskHub },
] as const satisfies readonly Setting[];

export const settingNames: ReadonlySet<string> = new Set(settings.map(({ name }) => name));

/** The settings of an app with this connection, by name. */
export function settingsFor(app: Connection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.flatMap(({ name, value }) => {
      const text = value(app);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
