/** Whoever is touched again and again waits no longer than so many turns of the event loop. */
const turnCountMax = 8;

/**
 * Acts on a thing once a turn of the event loop has passed in which it was not touched again. Each
 * touch within that time would otherwise be acted on by itself.
 */
export function afterLull<Item>(act: (item: Item) => void): (item: Item) => void {
  let touched = new Set<Item>();
  /** How many turns each has waited. */
  let waiting = new Map<Item, number>();

  function pass(): void {
    const before = waiting;
    waiting = new Map();
    const due: Item[] = [];
    for (const [item, turnCount] of before) {
      if (touched.delete(item) && turnCount < turnCountMax) waiting.set(item, turnCount + 1);
      else due.push(item);
    }
    for (const item of touched) waiting.set(item, 1);
    // A new one, for what `PassingMap` says.
    touched = new Set();
    if (waiting.size > 0) setImmediate(pass);
    for (const item of due) act(item);
  }

  return (item) => {
    if (touched.size === 0 && waiting.size === 0) setImmediate(pass);
    touched.add(item);
  };
}
