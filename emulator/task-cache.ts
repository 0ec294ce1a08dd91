import type { Task } from "./core/task.ts";
import { textLength } from "./core/text-length.ts";
import type { MemoryLimits } from "./memory-limits.ts";
import { PassingMap } from "./passing-map.ts";

export interface TaskCache {
  add(task: Task): void;
  /** Hands the task over at once when it is in memory, else after reading it. */
  take(sequence: number, use: (task: Task | undefined) => void): Promise<void>;
}

export function createTaskCache(
  load: (sequence: number) => Promise<Task | undefined>,
  limits: Pick<MemoryLimits, "taskCount" | "taskLength">,
): TaskCache {
  const tasks = new PassingMap<number, Task>();
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
      if (tasks.size >= limits.taskCount || length >= limits.taskLength) return;
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
