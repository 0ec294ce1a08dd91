import type { HubCommands, Scheduler } from "../../emulator/scheduler.ts";

/** A scheduler that has task hubs and nothing in them: as much as the ping looks at. */
export function hubsOnly(...names: readonly string[]): Scheduler {
  const unused = () => Promise.reject(new Error("this scheduler only has names"));
  const commandsOf = (name: string): HubCommands => ({
    name,
    start: unused,
    raiseEvent: unused,
    suspend: unused,
    resume: unused,
    terminate: unused,
    forceTerminate: unused,
    restart: unused,
    rewind: unused,
    purge: unused,
    signal: unused,
    workers: () => [],
  });
  const hub = (name: string) => {
    const known = names.find((one) => one.toLowerCase() === name.toLowerCase());
    return known === undefined ? undefined : commandsOf(known);
  };
  return {
    reader: {
      instances: unused,
      countInstances: unused,
      countByStatus: unused,
      instance: unused,
      history: unused,
      children: unused,
      entities: unused,
      entity: unused,
      countEntities: unused,
    },
    taskHubs: () => names,
    hub,
    openHub: async (name) => hub(name),
    onChanges: () => () => {},
  };
}
