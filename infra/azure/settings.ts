import { type Connection, connectionString } from "./connection-string.ts";

/** What there is to say of a connection; undefined where the app has no need of it. */
const facts = {
  connectionString,
  endpoint: ({ endpoint }) => endpoint,
  taskHub: ({ taskHub }) => taskHub,
  // The Azure SDKs' default credential picks the user-assigned identity by it.
  clientId: ({ clientId }) => clientId,
} satisfies Record<string, (connection: Connection) => string | undefined>;

interface Setting {
  readonly name: string;
  readonly says: keyof typeof facts;
}

/** The environment of an app: the canonical settings, then the names that existing apps read. */
export const settings = [
  { name: "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", says: "connectionString" },
  { name: "TASKHUB_NAME", says: "taskHub" },
  { name: "AZURE_CLIENT_ID", says: "clientId" },
  { name: "DURABLE_TASK_CONNECTION_STRING", says: "connectionString" },
  { name: "DURABLE_TASK_SERVICE_CONNECTION_STRING", says: "connectionString" },
  { name: "DTS_CONNECTION_STRING", says: "connectionString" },
  { name: "ENDPOINT", says: "endpoint" },
  { name: "DTS_ENDPOINT", says: "endpoint" },
  { name: "TASKHUB", says: "taskHub" },
  { name: "DTS_TASK_HUB", says: "taskHub" },
] as const satisfies readonly Setting[];

export const settingNames: ReadonlySet<string> = new Set(settings.map(({ name }) => name));

/** The settings of an app with this connection, by name. */
export function settingsFor(app: Connection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.flatMap(({ name, says }) => {
      const text = facts[says](app);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
