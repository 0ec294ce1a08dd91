import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { HubCommands, Scheduler } from "../scheduler.ts";
import type { HttpEnvironment } from "./http-server.ts";
import { notFound } from "./problem.ts";

export interface HubEnvironment {
  readonly Bindings: HttpEnvironment;
  readonly Variables: {
    /** The task hub a request names, spelt as the scheduler spells it. */
    readonly hub: string;
    readonly commands: HubCommands;
  };
}

export type HubContext = Context<HubEnvironment>;

type Find = (name: string) => HubCommands | undefined | Promise<HubCommands | undefined>;

/** Looking never makes a hub: only those there are count, unless `find` makes one. */
export function hubOf(
  scheduler: Scheduler,
  nameIn: (context: Context) => string,
  find: Find = scheduler.hub,
) {
  return createMiddleware<HubEnvironment>(async (context, next) => {
    const name = nameIn(context);
    const commands = await find(name);
    if (commands === undefined) return notFound(context, unknown(name, scheduler.taskHubs()));
    context.set("hub", commands.name);
    context.set("commands", commands);
    return next();
  });
}

function unknown(name: string, known: readonly string[]): string {
  return (
    `Task hub not found: ${name}. This emulator has ${known.join(", ") || "none"}. ` +
    "Start it with the hub's name among its task hubs, or let it create hubs when first named."
  );
}
