import type { Clock } from "./clock.ts";

/** Work that workers have given back waits a while, which grows with every time in a row. */
export interface Pauses {
  /** The work of this name was given back; `onOver` is called when it may be handed out again. */
  begin(name: string, onOver: () => void): void;
  /** The work was done: what comes back under its name is the first time. */
  forget(name: string): void;
  /** What waits may be handed out at once. */
  endAll(): void;
  /** What waits is handed out no more. */
  close(): void;
}

const pauseMillisMin = 1_000;
const pauseMillisMax = 30_000;

/** Who is not given back again for so long, after the longest pause, is no longer "in a row". */
const rowMillis = 2 * pauseMillisMax;

export function createPauses({ now, wake }: Pick<Clock, "now" | "wake">): Pauses {
  /** In the order in which they were given back last. */
  const rows = new Map<string, { readonly times: number; readonly at: number }>();
  const waiting = new Set<(isOver: boolean) => void>();

  function forgetEnded(): void {
    for (const [name, { at }] of rows) {
      if (at > now() - rowMillis) return;
      rows.delete(name);
    }
  }

  return {
    begin(name, onOver) {
      forgetEnded();
      const times = rows.get(name)?.times ?? 0;
      rows.delete(name);
      rows.set(name, { times: times + 1, at: now() });
      const delay = Math.min(pauseMillisMin * 2 ** times, pauseMillisMax);
      const cancel = wake(now() + delay, () => end(true));
      function end(isOver: boolean): void {
        cancel();
        waiting.delete(end);
        if (isOver) onOver();
      }
      waiting.add(end);
    },
    forget: (name) => rows.delete(name),
    endAll() {
      for (const end of waiting) end(true);
    },
    close() {
      for (const end of waiting) end(false);
    },
  };
}
