import type { Task } from "./core/task.ts";
import { textLength } from "./core/text-length.ts";

/** How many waiting tasks keep their payload in memory; the others are read when handed out. */
const taskCountMax = 5_000;
/** How much text they have together. */
const taskLengthMax = 32 * 1024 * 1024;

export interface TaskCache {
  add(task: Task): void;
  /** Hands the task over at once when it is in memory, else after reading it. */
  take(sequence: number, use: (task: Task | undefined) => void): Promise<void>;
}

export function createTaskCache(load: (sequence: number) => Promise<Task | undefined>): TaskCache {
  const tasks = new Map<number, Task>();
  let length = 0;

  function forget(sequence: number): Task | undefined {
    const task = tasks.get(sequence);
    if (task === undefined) return undefined;
    tasks.delete(sequence);
    length -= textLength(task);
    return task;
  }

  return {
    add(task) {
      if (tasks.size >= taskCountMax || length >= taskLengthMax) return;
      forget(task.sequence);
      tasks.set(task.sequence, task);
      length += textLength(task);
    },
    async take(sequence, use) {
      const known = forget(sequence);
      use(known ?? (await load(sequence)));
    },
  };
}
