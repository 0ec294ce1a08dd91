import type { Document, Store } from "../store/port.ts";
import type { Operation } from "./operation.ts";
import type { Resource, ResourceKind } from "./resource.ts";

/** What the management plane keeps: resources by id without regard to case, and operations. */
export interface Records {
  find(id: string): Resource | undefined;
  all(kind: ResourceKind): readonly Resource[];
  /** Resources of a kind whose id begins with this one, those further down included. */
  below(id: string, kind: ResourceKind): readonly Resource[];
  operation(id: string): Operation | undefined;
  operations(): readonly Operation[];
  /** Resolves once the changes are durable, all or none; they are seen from then on. */
  save(changes: Changes): Promise<void>;
}

export interface Changes {
  readonly saved?: readonly Resource[];
  /** Ids; each is removed with everything below it, before anything is saved. */
  readonly removed?: readonly string[];
  readonly operation?: Operation;
}

/** How long a client may still ask how an operation ended. */
const operationMillisMax = 24 * 3_600_000;

const resourcePrefix = "resource:";
const operationPrefix = "operation:";

export async function openRecords(store: Store): Promise<Records> {
  const resources = new Map<string, Resource>();
  const operations = new Map<string, Operation>();
  for (const [key, text] of await store.documents()) {
    if (key.startsWith(resourcePrefix)) resources.set(key, JSON.parse(text));
    if (key.startsWith(operationPrefix)) operations.set(key, JSON.parse(text));
  }
  const under = (id: string) => {
    const key = resourceKey(id);
    const isUnder = (other: string) => other === key || other.startsWith(`${key}/`);
    return [...resources].filter(([other]) => isUnder(other));
  };

  function documentsOf({ saved = [], removed = [], operation }: Changes): Document[] {
    const gone = removed.flatMap(under).map(([key]) => key);
    const old = operation === undefined ? [] : outdated(operations, operation.startedAt);
    return [
      ...[...gone, ...old].map((key) => ({ key, text: undefined })),
      ...saved.map((one) => ({ key: resourceKey(one.id), text: JSON.stringify(one) })),
      ...(operation === undefined
        ? []
        : [{ key: operationPrefix + operation.id, text: JSON.stringify(operation) }]),
    ];
  }

  return {
    find: (id) => resources.get(resourceKey(id)),
    all: (kind) => [...resources.values()].filter((one) => one.kind === kind),
    below: (id, kind) =>
      under(id)
        .map(([, resource]) => resource)
        .filter((one) => one.kind === kind),
    operation: (id) => operations.get(operationPrefix + id),
    operations: () => [...operations.values()],
    async save(changes) {
      const documents = documentsOf(changes);
      await store.saveDocuments(documents);
      for (const { key, text } of documents) {
        if (text !== undefined) continue;
        resources.delete(key);
        operations.delete(key);
      }
      for (const one of changes.saved ?? []) resources.set(resourceKey(one.id), one);
      const { operation } = changes;
      if (operation !== undefined) operations.set(operationPrefix + operation.id, operation);
    },
  };
}

function resourceKey(id: string): string {
  return resourcePrefix + id.toLowerCase();
}

function outdated(operations: ReadonlyMap<string, Operation>, now: number): string[] {
  return [...operations]
    .filter(([, { endedAt }]) => endedAt !== undefined && endedAt < now - operationMillisMax)
    .map(([key]) => key);
}
