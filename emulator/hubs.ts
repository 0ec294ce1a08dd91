import { type Hub, type HubPorts, openHub } from "./hub.ts";

/** The task hubs of this server, by name without regard to case. */
export interface Hubs {
  readonly names: readonly string[];
  /** The hub; where hubs are dynamic, one that is named for the first time is created. */
  get(name: string): Promise<Hub | undefined>;
  /** The hub if it is open. */
  peek(name: string): Hub | undefined;
  close(): void;
}

export async function openHubs(
  declared: readonly string[],
  isDynamic: boolean,
  ports: HubPorts,
): Promise<Hubs> {
  const hubs = new Map<string, Hub>();
  const opening = new Map<string, Promise<Hub>>();

  function open(name: string): Promise<Hub> {
    const key = name.toLowerCase();
    const pending = opening.get(key);
    if (pending !== undefined) return pending;
    const promise = ports.store
      .createHub(name)
      .then(() => openHub(name, ports))
      .then((hub) => {
        hubs.set(key, hub);
        opening.delete(key);
        return hub;
      });
    opening.set(key, promise);
    return promise;
  }

  const known = await ports.store.hubs();
  const knownKeys = new Set(known.map((name) => name.toLowerCase()));
  for (const name of known) await open(name);
  for (const name of declared) if (!knownKeys.has(name.toLowerCase())) await open(name);

  const peek = (name: string) => hubs.get(name.toLowerCase());
  return {
    get names() {
      return [...hubs.values()].map(({ name }) => name);
    },
    async get(name) {
      return peek(name) ?? (isDynamic && name !== "" ? open(name) : undefined);
    },
    peek,
    close() {
      for (const hub of hubs.values()) hub.close();
    },
  };
}
