import { coreMutations } from "./core-mutations.ts";
import { hostMutations } from "./host-mutations.ts";
import { hubMutations } from "./hub-mutations.ts";
import { hubsMutations } from "./hubs-mutations.ts";
import type { Mutation } from "./mutation.ts";
import { storeMutations } from "./store-mutations.ts";

/** The rules that the simulation must see broken. */
export const mutations: readonly Mutation[] = [
  ...coreMutations,
  ...hostMutations,
  ...hubMutations,
  ...hubsMutations,
  ...storeMutations,
];
