import type { Row, StatementName } from "./statements.ts";

/** Rows about one instance or entity, in order. The order among several does not matter. */
export interface OwnRows {
  readonly hub: number;
  readonly id: string;
  readonly rows: readonly Row[];
}

/** Rows that the tables do not have yet, without those that later ones have made needless. */
export interface PendingRows {
  add(own: OwnRows): void;
  has(hub: number, id: string): boolean;
  /** All of them, of which none is pending any more. */
  take(): Row[];
}

/** `lastSequence` is the largest that a message or a task in the tables has. */
export function createPendingRows(lastSequence: number): PendingRows {
  // New ones each time: a Map that is cleared keeps what it held alive (see `PassingMap`).
  let pending = new Map<string, Pending>();
  /** Whose rows have a message or a task, by its sequence. */
  let owners = new Map<number, Pending>();
  let lastInTables = lastSequence;

  return {
    add({ hub, id, rows }) {
      const key = keyOf(hub, id);
      let known = pending.get(key);
      if (known === undefined) {
        known = { hub, id, rows: [], places: new Map(), lastKept: lastInTables };
        pending.set(key, known);
      }
      for (const row of rows) {
        const saved = savedSequenceOf(row);
        if (saved > 0) owners.set(saved, known);
        add(owners.get(removedSequenceOf(row)) ?? known, row);
      }
    },
    has: (hub, id) => pending.has(keyOf(hub, id)),
    take() {
      const all = [...pending.values()].flatMap(withHistoryJoined);
      for (const row of all) lastInTables = Math.max(lastInTables, savedSequenceOf(row));
      pending = new Map();
      owners = new Map();
      return all;
    },
  };
}

/** The pending rows of one instance or entity. */
interface Pending {
  readonly hub: number;
  readonly id: string;
  readonly rows: (Row | undefined)[];
  /** Where the row is that a later one about the same thing replaces. */
  readonly places: Map<string, number>;
  /** Messages and tasks up to this sequence may be in the tables when the next row is written. */
  lastKept: number;
}

function keyOf(hub: number, id: string): string {
  return `${hub} ${id}`;
}

/** What a row is about; of several the last one counts. All other rows are kept as they come. */
const subjects: { readonly [Name in StatementName]?: (row: Row) => string } = {
  saveInstance: () => "instance",
  saveEntity: () => "entity",
  removeEntity: () => "entity",
  savePayload: ([, , , field]) => `payload ${field}`,
  removePayload: ([, , , field]) => `payload ${field}`,
  saveMessage: ([, sequence]) => `message ${sequence}`,
  removeMessage: ([, sequence]) => `message ${sequence}`,
  saveTask: ([, sequence]) => `task ${sequence}`,
  removeTask: ([, sequence]) => `task ${sequence}`,
};

/** Rows that are about many: what comes before them must not move behind them, nor the reverse. */
const sweeps: { readonly [Name in StatementName]?: string } = {
  removeInstance: "instance",
  clearPayloads: "payload",
  endMessagesTo: "message",
  removeInbox: "message",
  removeOnTheirWay: "message",
  removeTasksOf: "task",
};

function add(pending: Pending, row: Row): void {
  const [name] = row;
  const { rows, places } = pending;
  const swept = sweeps[name];
  if (swept !== undefined) keepBehind(pending, swept);
  const subject = subjects[name]?.(row);
  if (subject === undefined) {
    rows.push(row);
    return;
  }
  const place = places.get(subject);
  if (removedSequenceOf(row) > pending.lastKept) {
    // The tables have never seen it, and never will.
    if (place !== undefined) rows[place] = undefined;
    places.delete(subject);
  } else if (place === undefined) {
    places.set(subject, rows.push(row) - 1);
  } else {
    rows[place] = row;
  }
}

function keepBehind(pending: Pending, kind: string): void {
  const { rows, places } = pending;
  for (const [subject, place] of places) {
    if (!subject.startsWith(kind)) continue;
    places.delete(subject);
    const row = rows[place];
    if (row !== undefined) pending.lastKept = Math.max(pending.lastKept, savedSequenceOf(row));
  }
}

function savedSequenceOf([name, sequence]: Row): number {
  return name === "saveMessage" || name === "saveTask" ? Number(sequence) : 0;
}

function removedSequenceOf([name, sequence]: Row): number {
  return name === "removeMessage" || name === "removeTask" ? Number(sequence) : 0;
}

/** Slices of the history that nothing clears in between become one. */
function withHistoryJoined({ hub, id, rows }: Pending): readonly Row[] {
  const joined: Row[] = [];
  let length = 0;
  let slices: Uint8Array[] = [];
  const join = () => {
    if (length > 0) joined.push(["appendHistory", hub, id, length, Buffer.concat(slices)]);
    length = 0;
    slices = [];
  };
  for (const row of rows) {
    if (row === undefined) continue;
    const [name, , , count, events] = row;
    if (name === "clearHistory") join();
    if (name === "appendHistory" && events instanceof Uint8Array) {
      length += Number(count);
      slices.push(events);
    } else {
      joined.push(row);
    }
  }
  join();
  return joined;
}
