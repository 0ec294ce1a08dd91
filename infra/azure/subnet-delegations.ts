/** To whom a subnet must belong for each host to be in it; undefined where it is to nobody. */
export const subnetDelegations = {
  "container-apps": "Microsoft.App/environments",
  functions: "Microsoft.App/environments",
  "app-service": "Microsoft.Web/serverFarms",
  kubernetes: undefined,
} as const;

export type NetworkedHost = keyof typeof subnetDelegations;
