/** Lets large requests in a few at a time, so that many at once do not fill the memory. */
export interface Intake {
  /**
   * Runs `use` once there is room for something of this size; first come, first served. Undefined
   * when so much is waiting already that this must not wait too.
   */
  run<Answer>(size: number, use: () => Promise<Answer>): Promise<Answer> | undefined;
}

export interface IntakeLimits {
  /** What is smaller passes at once and is not counted. All sizes are in one unit. */
  readonly largeSize: number;
  /** How much may be at work; one that is larger than all of it works alone. */
  readonly workingSize: number;
  readonly waitingSize: number;
}

export function createIntake({ largeSize, workingSize, waitingSize }: IntakeLimits): Intake {
  const queue: { readonly size: number; readonly start: () => void }[] = [];
  let working = 0;
  let waiting = 0;

  function startThoseThatFit(): void {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (working > 0 && working + next.size > workingSize) return;
      queue.shift();
      waiting -= next.size;
      working += next.size;
      next.start();
    }
  }

  async function runInTurn<Answer>(size: number, use: () => Promise<Answer>): Promise<Answer> {
    waiting += size;
    await new Promise<void>((start) => {
      queue.push({ size, start });
      startThoseThatFit();
    });
    try {
      return await use();
    } finally {
      working -= size;
      startThoseThatFit();
    }
  }

  return {
    run(size, use) {
      if (size < largeSize) return use();
      return waiting + size > waitingSize ? undefined : runInTurn(size, use);
    },
  };
}
