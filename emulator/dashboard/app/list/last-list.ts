const addresses = new Map<string, string>();

/** Where somebody last was in a hub's list, so that the way back from a detail keeps the filter. */
export function rememberList(hub: string, address: string): void {
  addresses.set(hub, address);
}

export function lastList(hub: string): string | undefined {
  return addresses.get(hub);
}
