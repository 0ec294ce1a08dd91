import type { EntityView } from "../store/reader.ts";
import { millisJson } from "./protocol-json.ts";

/** An entity without its state. */
export interface EntityJson {
  readonly instanceId: string;
  readonly lastModifiedTime: string;
  /** Operations and lock requests that wait. */
  readonly backlogQueueSize: number;
  /** The orchestration in whose critical section it is. */
  readonly lockedBy?: string;
}

export interface EntitiesJson {
  readonly entities: readonly EntityJson[];
  /** How many match on all pages, when that was asked for. */
  readonly totalCount?: number;
}

export function entityJson({ entity, backlog }: EntityView): EntityJson {
  return {
    instanceId: entity.instanceId,
    lastModifiedTime: millisJson(entity.lastModifiedAt),
    backlogQueueSize: backlog,
    ...(entity.lock !== undefined && { lockedBy: entity.lock.owner }),
  };
}
