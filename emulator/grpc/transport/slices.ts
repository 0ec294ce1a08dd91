/** As many in one turn of the event loop, at the end of which what they have answered is sent. */
const countMin = 8;

/** Of many that wait, each turn does so many: hundreds of callers need not be told one by one. */
const partOfMany = 1 / 4;

/**
 * Does what comes in the order in which it comes, at once as long as it is little. One read may
 * bring dozens of calls: in slices, the first are with their callers, who can go on, while the
 * last are still to be done. All in one go, server and worker would wait for each other in turn.
 */
export function inSlices<Item>(act: (item: Item) => void): (item: Item) => void {
  const waiting: Item[] = [];
  let count = 0;

  function next(): void {
    const slice = waiting.splice(0, Math.max(countMin, Math.ceil(waiting.length * partOfMany)));
    count = slice.length;
    for (const item of slice) act(item);
    if (count > 0) setImmediate(next);
  }

  return (item) => {
    if (waiting.length > 0 || count >= countMin) {
      waiting.push(item);
      return;
    }
    if (count === 0) setImmediate(next);
    count += 1;
    act(item);
  };
}
