/** What Azure allows as the name of a resource. */
export interface NameRule {
  readonly resource: string;
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly words: string;
}

// Azure's own pattern for the first two also allows 64 characters and hyphens at the ends; such
// names cannot be host names, so the stricter rule is kept.
const asHostName = {
  lengthMin: 3,
  lengthMax: 63,
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
  words: "letters, digits and hyphens, a letter or digit at both ends",
};

export const nameRules = {
  scheduler: { resource: "scheduler", ...asHostName },
  taskHub: { resource: "task hub", ...asHostName },
  identity: {
    resource: "user-assigned identity",
    lengthMin: 3,
    lengthMax: 128,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/,
    words: "letters, digits, hyphens and underscores, a letter or digit first",
  },
  containerApp: {
    resource: "container app",
    lengthMin: 2,
    lengthMax: 32,
    pattern: /^[a-z](?:-?[a-z0-9])*$/,
    words: "small letters, digits and single hyphens, a letter first, no hyphen last",
  },
  containerAppsEnvironment: {
    resource: "Container Apps environment",
    lengthMin: 2,
    lengthMax: 60,
    pattern: /^[a-zA-Z](?:-?[a-zA-Z0-9])*$/,
    words: "letters, digits and single hyphens, a letter first, no hyphen last",
  },
  workspace: {
    resource: "Log Analytics workspace",
    lengthMin: 4,
    lengthMax: 63,
    pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    words: "letters, digits and hyphens, a letter or digit at both ends",
  },
  registry: {
    resource: "container registry",
    lengthMin: 5,
    lengthMax: 50,
    pattern: /^[a-zA-Z0-9]+$/,
    words: "letters and digits",
  },
  repository: {
    resource: "repository",
    lengthMin: 2,
    lengthMax: 255,
    pattern: /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/,
    words: "small letters and digits, with single dots, hyphens, underscores and slashes between",
  },
  storageAccount: {
    resource: "storage account",
    lengthMin: 3,
    lengthMax: 24,
    pattern: /^[a-z0-9]+$/,
    words: "small letters and digits",
  },
  site: {
    resource: "web app",
    lengthMin: 2,
    lengthMax: 60,
    pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    words: "letters, digits and hyphens, a letter or digit at both ends",
  },
  cluster: {
    resource: "Kubernetes cluster",
    lengthMin: 1,
    lengthMax: 63,
    pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/,
    words: "letters, digits, hyphens and underscores, a letter or digit at both ends",
  },
  kubernetesObject: {
    resource: "Kubernetes object",
    lengthMin: 1,
    lengthMax: 63,
    pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
    words: "small letters, digits and hyphens, a letter first, no hyphen last",
  },
} as const satisfies Record<string, NameRule>;

/** Pulumi's azure-native appends this many characters to a name that it makes itself. */
export const madeNameSuffixLength = 8;
