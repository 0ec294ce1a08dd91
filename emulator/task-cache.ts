import type { Task } from "./core/task.ts";

export interface TaskCache {
  add(task: Task): void;
  /** Hands the task over at once when it is in memory, else after reading it. */
  take(sequence: number, use: (task: Task | undefined) => void): Promise<void>;
}

export function createTaskCache(
  load: (sequence: number) => Promise<Task | undefined>,
  taskCountMax: number,
): TaskCache {
  const tasks = new Map<number, Task>();
  return {
    add(task) {
      if (tasks.size < taskCountMax) tasks.set(task.sequence, task);
    },
    async take(sequence, use) {
      const known = tasks.get(sequence);
      tasks.delete(sequence);
      use(known ?? (await load(sequence)));
    },
  };
}
