import type { Earlier } from "./inputs-read.ts";
import type { Values } from "./wire-values.ts";

/** Who has the resources of a kind: makes, reads, changes and removes them. */
export interface Keeper {
  /** @throws Error that says what to do when nothing could be made now. */
  ready(): Promise<void>;
  /** @throws Unfinished when it may be there nevertheless */
  create(inputs: Values): Promise<{ readonly id: string; readonly outputs: Values }>;
  /**
   * What there is now, and the inputs that say the same; undefined when there is nothing.
   * @param earlier undefined when the resource is read for the first time, to import it
   */
  read(id: string, earlier: Earlier | undefined): Promise<Earlier | undefined>;
  /** @returns the outputs */
  update(id: string, inputs: Values): Promise<Values>;
  remove(id: string): Promise<void>;
}
