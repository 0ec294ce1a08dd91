/** What a resource that Azure would have created looks like from outside. */
export interface CreatedResource {
  /** The resource's Azure name. */
  readonly name: string;
  readonly id: string;
  readonly inputs: ResourceInputs;
}

export type ResourceInputs = Readonly<Record<string, unknown>>;

/** What the stand-in knows about one kind of resource. */
export interface ResourceKind {
  /** Paths of the inputs that Azure refuses to do without. */
  readonly required: readonly string[];
  /** The input that names the resource, which the provider makes up when it is left out. */
  readonly nameInput?: string;
  /** Whether it is in a region. */
  readonly located: boolean;
  /** The Azure id of a resource with this name. */
  readonly id: (name: string, inputs: ResourceInputs) => string;
  /** Inputs that cannot change without a new resource, beside name and location. */
  readonly fixed: readonly string[];
  /** What Azure adds to the inputs. */
  readonly outputs: (created: CreatedResource) => ResourceInputs;
}

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

const resourceGroup: ResourceKind = {
  required: [],
  nameInput: "resourceGroupName",
  located: true,
  id: (name) => `${subscription}/resourceGroups/${name}`,
  fixed: [],
  outputs: () => ({}),
};

const scheduler: ResourceKind = {
  required: ["resourceGroupName", "properties.ipAllowlist", "properties.sku.name"],
  nameInput: "schedulerName",
  located: true,
  id: (name, inputs) => `${inGroup(inputs, "Microsoft.DurableTask")}/schedulers/${name}`,
  fixed: ["resourceGroupName"],
  outputs: ({ name, inputs }) => ({
    properties: {
      ...recordAt(inputs, "properties"),
      endpoint: `https://${name}-abc123.${textAt(inputs, "location")}.durabletask.io`,
      provisioningState: "Succeeded",
      privateEndpointConnections: [],
    },
  }),
};

const taskHub: ResourceKind = {
  required: ["resourceGroupName", "schedulerName"],
  nameInput: "taskHubName",
  located: false,
  id: (name, inputs) => `${scheduler.id(textAt(inputs, "schedulerName"), inputs)}/taskHubs/${name}`,
  fixed: ["resourceGroupName", "schedulerName"],
  outputs: ({ name, inputs }) => ({
    properties: {
      dashboardUrl: `https://${textAt(inputs, "schedulerName")}-db.durabletask.io/taskhubs/${name}`,
      provisioningState: "Succeeded",
    },
  }),
};

const retentionPolicy: ResourceKind = {
  required: ["resourceGroupName", "schedulerName", "properties.retentionPolicies"],
  located: false,
  id: (_name, inputs) =>
    `${scheduler.id(textAt(inputs, "schedulerName"), inputs)}/retentionPolicies/default`,
  fixed: ["resourceGroupName", "schedulerName"],
  outputs: ({ inputs }) => ({
    properties: { ...recordAt(inputs, "properties"), provisioningState: "Succeeded" },
  }),
};

const identity: ResourceKind = {
  required: ["resourceGroupName"],
  nameInput: "resourceName",
  located: true,
  id: (name, inputs) =>
    `${inGroup(inputs, "Microsoft.ManagedIdentity")}/userAssignedIdentities/${name}`,
  fixed: ["resourceGroupName"],
  outputs: () => ({
    clientId: "11111111-1111-4111-8111-111111111111",
    principalId: "22222222-2222-4222-8222-222222222222",
    tenantId: "33333333-3333-4333-8333-333333333333",
  }),
};

const roleAssignment: ResourceKind = {
  required: ["scope", "principalId", "roleDefinitionId"],
  nameInput: "roleAssignmentName",
  located: false,
  id: (name, inputs) =>
    `${textAt(inputs, "scope")}/providers/Microsoft.Authorization/roleAssignments/${name}`,
  fixed: ["scope", "principalId", "roleDefinitionId", "principalType"],
  outputs: () => ({}),
};

const managedEnvironment: ResourceKind = {
  required: ["resourceGroupName"],
  nameInput: "environmentName",
  located: true,
  id: (name, inputs) => `${inGroup(inputs, "Microsoft.App")}/managedEnvironments/${name}`,
  fixed: ["resourceGroupName"],
  outputs: ({ name, inputs }) => ({
    defaultDomain: `${name}.${textAt(inputs, "location")}.azurecontainerapps.io`,
    staticIp: "192.0.2.1",
  }),
};

const containerApp: ResourceKind = {
  required: ["resourceGroupName", "environmentId", "template.containers"],
  nameInput: "containerAppName",
  located: true,
  id: (name, inputs) => `${inGroup(inputs, "Microsoft.App")}/containerApps/${name}`,
  fixed: ["resourceGroupName", "environmentId"],
  outputs: ({ name, inputs }) => ({
    latestRevisionName: `${name}--1`,
    latestRevisionFqdn: `${name}--1.${textAt(inputs, "location")}.azurecontainerapps.io`,
  }),
};

const kinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:resources:ResourceGroup": resourceGroup,
  "azure-native:durabletask:Scheduler": scheduler,
  "azure-native:durabletask:TaskHub": taskHub,
  "azure-native:durabletask:RetentionPolicy": retentionPolicy,
  "azure-native:managedidentity:UserAssignedIdentity": identity,
  "azure-native:authorization:RoleAssignment": roleAssignment,
  "azure-native:app:ManagedEnvironment": managedEnvironment,
  "azure-native:app:ContainerApp": containerApp,
};

/** The kind with this type token, such as `azure-native:durabletask:Scheduler`. */
export function resourceKind(token: string): ResourceKind {
  const kind = kinds[token];
  if (kind === undefined) throw new Error(`the azure-native stand-in does not know ${token}`);
  return kind;
}

function inGroup(inputs: ResourceInputs, namespace: string): string {
  return `${resourceGroup.id(textAt(inputs, "resourceGroupName"), inputs)}/providers/${namespace}`;
}

function textAt(inputs: ResourceInputs, key: string): string {
  return String(inputs[key]);
}

function recordAt(inputs: ResourceInputs, key: string): ResourceInputs {
  const value = inputs[key];
  return typeof value === "object" && value !== null ? { ...value } : {};
}
