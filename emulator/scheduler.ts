import type { Tags } from "./core/history-event.ts";
import type { Rejection } from "./core/rejection.ts";
import type { Status } from "./core/status.ts";
import type { Reader } from "./store/reader.ts";
import type { WorkerView } from "./workers.ts";

/** What the edges for people (REST, dashboard, command line) may ask of the scheduler. */
export interface Scheduler {
  readonly reader: Reader;
  taskHubs(): readonly string[];
  /** Hub names are compared without regard to case. */
  hub(name: string): HubCommands | undefined;
  /** As `hub`; where hubs are dynamic, one that is named for the first time is created. */
  openHub(name: string): Promise<HubCommands | undefined>;
  /**
   * Calls back after each commit with the instances and entities it changed. A listener must
   * return at once. The answer ends the subscription.
   */
  onChanges(listener: (hub: string, instanceIds: readonly string[]) => void): () => void;
}

/** Each command resolves once the commit that holds its effect has succeeded. */
export interface HubCommands {
  /** The hub's name as the scheduler spells it. */
  readonly name: string;
  start(request: StartRequest): Promise<Started | Rejection>;
  /** Events, suspensions and terminations for missing or ended instances are dropped silently. */
  raiseEvent(instanceId: string, name: string, input: string | undefined): Promise<void>;
  suspend(instanceId: string, reason: string | undefined): Promise<void>;
  resume(instanceId: string, reason: string | undefined): Promise<void>;
  terminate(instanceId: string, output: string | undefined, recursive: boolean): Promise<void>;
  /** Ends it at once, without a turn of its worker; refused for one that holds a lock. */
  forceTerminate(instanceId: string, reason: string | undefined): Promise<Done | Rejection>;
  /** Runs its name and input once more: under a new id, or (when it has ended) under its own. */
  restart(instanceId: string, withNewInstanceId: boolean): Promise<Started | Rejection>;
  /** A failed orchestration goes on from where it failed. */
  rewind(instanceId: string, reason: string | undefined): Promise<Done | Rejection>;
  /** Forgets an orchestration that has ended, or the state of an entity. */
  purge(instanceId: string): Promise<Done | Rejection>;
  /** Sends an operation to an entity. The name within the id is in lower case. */
  signal(entityId: string, operation: string, input: string | undefined): Promise<void>;
  /** The workers that are connected now. */
  workers(): readonly WorkerView[];
}

export interface StartRequest {
  readonly name: string;
  /** Absent or empty: a new identifier is made. */
  readonly instanceId?: string;
  /** Absent or empty: a new one is made. */
  readonly executionId?: string;
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

export interface Done {
  readonly ok: true;
}
