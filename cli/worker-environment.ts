interface Connection {
  readonly endpoint: string;
  readonly taskHub: string;
  readonly connectionString: string;
}

/** Where the SDKs, the samples and Durable Functions look for the scheduler; what infra/ sets. */
const variables: Readonly<Record<string, keyof Connection>> = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: "connectionString",
  DURABLE_TASK_CONNECTION_STRING: "connectionString",
  DURABLE_TASK_SERVICE_CONNECTION_STRING: "connectionString",
  DTS_CONNECTION_STRING: "connectionString",
  ENDPOINT: "endpoint",
  DTS_ENDPOINT: "endpoint",
  TASKHUB_NAME: "taskHub",
  TASKHUB: "taskHub",
  DTS_TASK_HUB: "taskHub",
};

/** The environment variables by which a worker finds its task hub. */
export function workerEnvironment(connection: Connection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, part]) => [name, connection[part]]),
  );
}
