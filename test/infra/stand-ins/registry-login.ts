/**
 * Stands in for Azure's container registries, which tests cannot reach: loaded into a program, it
 * has them let everybody in.
 */
const fetchElsewhere = globalThis.fetch;

globalThis.fetch = async (...[resource, options]: Parameters<typeof fetch>) => {
  const { hostname } = new URL(resource instanceof Request ? resource.url : resource);
  return hostname.endsWith(".azurecr.io")
    ? Response.json({ refresh_token: "a registry's token" })
    : fetchElsewhere(resource, options);
};
