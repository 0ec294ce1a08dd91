import type { Engine } from "./engine.ts";

/** Whom the kit is measured beside. */
export const peers: readonly Engine[] = [];
