/**
 * Azure Resource Manager does not tell upper from lower case in the words of a path. They stand at
 * every other place, `/subscriptions/{s}/resourceGroups/{g}/…`, and the provider's name after
 * `providers`; the names in between are left as they are.
 */
const words = [
  "subscriptions",
  "resourceGroups",
  "providers",
  "schedulers",
  "taskHubs",
  "retentionPolicies",
  "privateEndpointConnections",
  "privateLinkResources",
  "transparentDataEncryptions",
  "restart",
  "operations",
  "locations",
  "operationStatuses",
  "operationResults",
  "tenants",
  "Microsoft.DurableTask",
  "register",
] as const;

const spelling = new Map<string, string>(words.map((word) => [word.toLowerCase(), word]));

/** The path with its words spelt as the routes have them, without a slash at its end. */
export function canonicalPath(path: string): string {
  const segments = path.replace(/\/+$/, "").split("/").slice(1);
  const isWord = (place: number) =>
    place % 2 === 0 || segments[place - 1]?.toLowerCase() === "providers";
  const canonical = segments.map((segment, place) =>
    isWord(place) ? (spelling.get(segment.toLowerCase()) ?? segment) : segment,
  );
  return `/${canonical.join("/")}`;
}
