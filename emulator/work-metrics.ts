import type { Category } from "./work-filter.ts";

/** What a hub has to do, as the scale controller of Durable Functions asks for it. */
export type Metrics = Readonly<Record<Category, CategoryMetrics>> & {
  /** Open streams of work items. */
  readonly workerCount: number;
};

export interface CategoryMetrics {
  /** Waiting for a worker. */
  readonly pending: number;
  /** With a worker and not answered. */
  readonly active: number;
  /** Milliseconds that the item waiting longest has waited; 0 when none waits. */
  readonly oldestAgeMillis: number;
}
