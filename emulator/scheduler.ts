import type { Tags } from "./core/history-event.ts";
import type { Rejection } from "./core/rejection.ts";
import type { Status } from "./core/status.ts";
import type { Reader } from "./store/reader.ts";

/** What the edges for people (REST, dashboard, command line) may ask of the scheduler. */
export interface Scheduler {
  readonly reader: Reader;
  taskHubs(): readonly string[];
  /** Hub names are compared without regard to case. */
  hub(name: string): HubCommands | undefined;
  /**
   * Calls back after each commit with the instances and entities it changed. A listener must
   * return at once. The answer ends the subscription.
   */
  onChanges(listener: (hub: string, instanceIds: readonly string[]) => void): () => void;
}

/** Each resolves once the commit that holds its effect has succeeded. */
export interface HubCommands {
  start(request: StartRequest): Promise<Started | Rejection>;
  /** Events, suspensions and terminations for missing or ended instances are dropped silently. */
  raiseEvent(instanceId: string, name: string, input: string | undefined): Promise<void>;
  suspend(instanceId: string, reason: string | undefined): Promise<void>;
  resume(instanceId: string, reason: string | undefined): Promise<void>;
  terminate(instanceId: string, output: string | undefined, recursive: boolean): Promise<void>;
}

export interface StartRequest {
  readonly name: string;
  /** Absent or empty: a new identifier is made. */
  readonly instanceId?: string;
  readonly version?: string;
  /** Serialized input, passed on as it is. */
  readonly input?: string;
  readonly tags?: Tags;
  /** Milliseconds since 1970; absent or past: at once. */
  readonly scheduledStart?: number;
  /** The statuses in which an existing instance of this id is replaced; absent: terminal ones. */
  readonly replaceable?: readonly Status[];
}

export interface Started {
  readonly ok: true;
  readonly instanceId: string;
}
