import { type Hub, type HubPorts, openHub } from "./hub.ts";
import { isHubName } from "./hub-name.ts";

/** The task hubs of this server, by name without regard to case. */
export interface Hubs {
  readonly names: readonly string[];
  /** The hub; where hubs are dynamic, one that is named for the first time is created. */
  get(name: string): Promise<Hub | undefined>;
  /** The hub if it is open. */
  peek(name: string): Hub | undefined;
  /** Creates the hub unless it exists; the name follows the rule of `hub-name.ts`. */
  create(name: string): Promise<Hub>;
  /** Removes the hub with all that is in it; false when there is none. */
  remove(name: string): Promise<boolean>;
  close(): void;
}

export async function openHubs(
  declared: readonly string[],
  isDynamic: boolean,
  ports: HubPorts,
): Promise<Hubs> {
  const hubs = new Map<string, Hub>();
  const opening = new Map<string, Promise<Hub>>();
  /** What ends when the store has begun to remove a hub: only then its name is free. */
  const leaving = new Map<string, Promise<{ readonly emptied: Promise<void> }>>();

  function open(name: string): Promise<Hub> {
    const key = name.toLowerCase();
    const pending = opening.get(key);
    if (pending !== undefined) return pending;
    const promise = Promise.resolve(leaving.get(key))
      .then(() => ports.store.createHub(name))
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
  const create = async (name: string) => peek(name) ?? open(name);
  return {
    get names() {
      return [...hubs.values()].map(({ name }) => name);
    },
    async get(name) {
      return peek(name) ?? (isDynamic && isHubName(name) ? open(name) : undefined);
    },
    peek,
    create,
    async remove(name) {
      const key = name.toLowerCase();
      const pending = opening.get(key);
      const hub = pending === undefined ? hubs.get(key) : await pending;
      if (hub === undefined) return false;
      hubs.delete(key);
      hub.close();
      // What the hub has decided is committed before, so that nothing is written after.
      const removal = ports.committer.settled().then(() => ({
        emptied: ports.store.removeHub(hub.name),
      }));
      leaving.set(key, removal);
      const { emptied } = await removal;
      leaving.delete(key);
      await emptied;
      return true;
    },
    close() {
      for (const hub of hubs.values()) hub.close();
    },
  };
}
