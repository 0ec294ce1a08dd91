import type { Scenario } from "../scenario.ts";

/** One system under load: started anew for every run, on an empty folder. */
export interface Engine {
  readonly name: string;
  /** Programs that load it, by the name the table shows: paths below bench/. */
  readonly drivers: { readonly [worker: string]: string };
  /** What it can do of what is measured. */
  readonly scenarios: readonly Scenario[];
  /** Gets what the engine needs. Rejects with the reason where it cannot be had. */
  prepare(): Promise<void>;
  /** Resolves once it takes work. The prefix is a command that watches the engine's own. */
  start(folder: string, prefix: readonly string[]): Promise<RunningEngine>;
}

export interface RunningEngine {
  readonly address: string;
  /** The processes whose use counts, their children included. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}
