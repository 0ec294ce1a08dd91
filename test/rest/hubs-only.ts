import type { HubCommands, Scheduler } from "../../emulator/scheduler.ts";

/** A scheduler that has task hubs and nothing in them: as much as the ping looks at. */
export function hubsOnly(...names: readonly string[]): Scheduler {
  const unused = () => Promise.reject(new Error("this scheduler only has names"));
  const commands: HubCommands = {
    start: unused,
    raiseEvent: unused,
    suspend: unused,
    resume: unused,
    terminate: unused,
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
      countEntities: unused,
    },
    taskHubs: () => names,
    hub: (name) => (names.includes(name.toLowerCase()) ? commands : undefined),
    onChanges: () => () => {},
  };
}
