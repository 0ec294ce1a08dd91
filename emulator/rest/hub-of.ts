import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { HubCommands, Scheduler } from "../scheduler.ts";
import type { HttpEnvironment } from "./http-server.ts";
import { problem } from "./problem.ts";

export interface HubEnvironment {
  readonly Bindings: HttpEnvironment;
  readonly Variables: {
    /** The task hub a request names, spelt as the scheduler spells it. */
    readonly hub: string;
    readonly commands: HubCommands;
  };
}

export type HubContext = Context<HubEnvironment>;

/** Looking never makes a hub: only those there are count, also where clients may create them. */
export function hubOf(scheduler: Scheduler, nameIn: (context: Context) => string) {
  return createMiddleware<HubEnvironment>(async (context, next) => {
    const name = nameIn(context);
    const known = scheduler.taskHubs();
    const hub = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    const commands = hub === undefined ? undefined : scheduler.hub(hub);
    if (hub === undefined || commands === undefined) {
      return problem(context, 404, "not-found", hubNotFound(name, known));
    }
    context.set("hub", hub);
    context.set("commands", commands);
    return next();
  });
}

function hubNotFound(name: string, known: readonly string[]): string {
  return (
    `Task hub not found: ${name}. This emulator has ${known.join(", ") || "none"}. ` +
    "Start it with the hub's name among its task hubs, or let it create hubs when first named."
  );
}
