import { namespace } from "../resource.ts";

const managed = {
  schedulers: "Scheduler",
  "schedulers/taskHubs": "Task Hub",
  "schedulers/retentionPolicies": "Retention Policy",
  "schedulers/privateEndpointConnections": "Private Endpoint Connection",
  "schedulers/transparentDataEncryptions": "Transparent Data Encryption",
} as const;

const verbs = { read: "Read", write: "Create or Update", delete: "Delete" } as const;

/** What roles can allow, as the provider lists it. */
export const providerOperations: readonly object[] = [
  ...Object.entries(managed).flatMap(([type, resource]) =>
    Object.entries(verbs).map(([verb, words]) => operation(`${type}/${verb}`, words, resource)),
  ),
  operation("schedulers/restart/action", "Restart", "Scheduler"),
  operation("schedulers/privateLinkResources/read", "Read", "Private Link Resource"),
];

function operation(path: string, verb: string, resource: string): object {
  const words = `${verb} Durable Task ${resource}`;
  return {
    name: `${namespace}/${path}`,
    isDataAction: false,
    display: {
      provider: "Durable Task Scheduler",
      resource,
      operation: words,
      description: words,
    },
  };
}
