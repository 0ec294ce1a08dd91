import { isDeepStrictEqual } from "node:util";
import type { Store } from "../../emulator/store/port.ts";
import type { Reader } from "../../emulator/store/reader.ts";
import type { Demand } from "./findings.ts";

interface OpenStore {
  readonly store: Store;
  readonly reader: Reader;
}

/** All that a store holds of a hub, a text per thing, the same for equal contents. */
export async function snapshotOf(
  { store, reader }: OpenStore,
  hub: string,
): Promise<ReadonlyMap<string, string>> {
  const page = { direction: "ascending", limit: 10_000 } as const;
  const [instances, entities, backlog, sent, lastSequence] = await Promise.all([
    reader.instances(hub, { ...page, filter: {}, orderBy: "instanceId", withPayloads: true }),
    reader.entities(hub, {
      ...page,
      filter: { includeTransient: true },
      orderBy: "instanceId",
      withState: true,
    }),
    store.backlog(hub),
    store.messagesOnTheirWay(hub, { visibleAt: 0, sequence: 0 }, 10_000),
    store.lastSequence(),
  ]);
  const parts: [string, unknown][] = [
    ["backlog", backlog],
    ["messages on their way", sent],
    ["last sequence", lastSequence],
    ["instances", instances],
    ["entities", entities],
  ];
  const more = [
    ...backlog.tasks.map(async ({ sequence }): Promise<[string, unknown]> => {
      return [`task ${sequence}`, await store.loadTask(hub, sequence)];
    }),
    ...entities.map(async ({ entity: { instanceId } }): Promise<[string, unknown]> => {
      return [`entity ${instanceId}`, await store.loadEntity(hub, instanceId)];
    }),
    ...instances.flatMap(({ orchestration: { instanceId } }) => [
      store
        .loadOrchestration(hub, instanceId)
        .then((state): [string, unknown] => [`orchestration ${instanceId}`, state]),
      store
        .loadHistory(hub, instanceId)
        .then((slices): [string, unknown] => [
          `history ${instanceId}`,
          Buffer.concat(slices).toString("hex"),
        ]),
      reader
        .children(hub, instanceId)
        .then((children): [string, unknown] => [`children ${instanceId}`, children]),
    ]),
  ];
  parts.push(...(await Promise.all(more)));
  return new Map(parts.map(([name, value]) => [name, canonical(value)]));
}

/** Equal values give equal texts: keys in order, absent ones left out, bytes in hexadecimal. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return Buffer.from(part).toString("hex");
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function demandEqual(
  demand: Demand,
  rule: string,
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): void {
  if (isDeepStrictEqual(one, other)) return;
  const differing = [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => one.get(name) !== other.get(name),
  );
  const texts = differing.map((name) => `${name}:\n  ${one.get(name)}\n  ${other.get(name)}`);
  demand(false, rule, () => `\n${texts.join("\n")}`);
}
