/** How many of a thing each holder has, and never more than so many. */
export interface Quota {
  /** Takes one for the holder; the answer gives it back. Undefined when there is none left. */
  take(holder: string): (() => void) | undefined;
}

export function createQuota(max: number): Quota {
  const taken = new Map<string, number>();

  function giveBack(holder: string): void {
    const count = (taken.get(holder) ?? 0) - 1;
    if (count > 0) taken.set(holder, count);
    else taken.delete(holder);
  }

  return {
    take(holder) {
      const count = taken.get(holder) ?? 0;
      if (count >= max) return undefined;
      taken.set(holder, count + 1);
      let isHeld = true;
      return () => {
        if (isHeld) giveBack(holder);
        isHeld = false;
      };
    },
  };
}
