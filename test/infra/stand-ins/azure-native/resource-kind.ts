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

export const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";

/** A resource that lies in a resource group. */
export function inGroup(
  path: string,
  nameInput: string,
  { required = [], ...rest }: Partial<ResourceKind> = {},
): ResourceKind {
  return {
    nameInput,
    located: true,
    id: (name, inputs) => `${groupOf(inputs)}/providers/${path}/${name}`,
    fixed: ["resourceGroupName"],
    outputs: () => ({}),
    ...rest,
    required: ["resourceGroupName", ...required],
  };
}

/** A resource that says something about another, whose id is the input `of`. */
export function extension(
  of: string,
  path: string,
  nameInput: string,
  { required = [], fixed = [] }: Partial<ResourceKind> = {},
): ResourceKind {
  return {
    nameInput,
    located: false,
    id: (name, inputs) => `${textAt(inputs, of)}/providers/${path}/${name}`,
    outputs: () => ({}),
    required: [of, ...required],
    fixed: [of, ...fixed],
  };
}

export function groupOf(inputs: ResourceInputs): string {
  return `${subscription}/resourceGroups/${textAt(inputs, "resourceGroupName")}`;
}

export function textAt(inputs: ResourceInputs, key: string): string {
  return String(inputs[key]);
}

export function recordAt(inputs: ResourceInputs, key: string): ResourceInputs {
  const value = inputs[key];
  return typeof value === "object" && value !== null ? { ...value } : {};
}
