import { dbos } from "./dbos.ts";
import { durabletaskGo } from "./durabletask-go.ts";
import type { Engine } from "./engine.ts";
import { restate } from "./restate.ts";

/** Whom the kit is measured beside. */
export const peers: readonly Engine[] = [restate, durabletaskGo, dbos];
