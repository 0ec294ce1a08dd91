/** The task hubs of the data plane; names are compared without regard to case. */
export interface TaskHubs {
  has(name: string): boolean;
  /** A hub that exists is taken as it is. */
  create(name: string): Promise<void>;
  /** Removes the hub with its data; a missing one is no error. */
  remove(name: string): Promise<void>;
}
