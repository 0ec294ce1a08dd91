import { readdirSync, readFileSync } from "node:fs";

/** What processes have used up to now. */
export interface Use {
  readonly cpuMillis: number;
  readonly rssMegabytes: number;
}

/** The kernel counts processor time in hundredths of a second. */
const tickMillis = 10;
const pageBytes = 4096;

/** Of these processes and all that came from them; read from /proc, so on Linux only. */
export function useOf(pids: readonly number[]): Use {
  let cpuMillis = 0;
  let rssMegabytes = 0;
  for (const { ticks, pages } of withDescendants(pids)) {
    cpuMillis += ticks * tickMillis;
    rssMegabytes += (pages * pageBytes) / 1e6;
  }
  return { cpuMillis, rssMegabytes };
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

function withDescendants(pids: readonly number[]): readonly Stat[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const stats = all.map(statOf).filter((stat) => stat !== undefined);
  const wanted = new Set(pids);
  // A child's number need not be larger than its parent's: go round until none is added.
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size;
    for (const { pid, parent } of stats) if (wanted.has(parent)) wanted.add(pid);
  }
  return stats.filter(({ pid }) => wanted.has(pid));
}

function statOf(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program, in brackets, may hold blanks; the fields are counted after it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [parent, user, system, pages] = [1, 11, 12, 21].map((at) => Number(fields[at]));
    return {
      pid: Number(pid),
      parent: parent ?? 0,
      ticks: (user ?? 0) + (system ?? 0),
      pages: pages ?? 0,
    };
  } catch {
    return undefined;
  }
}
