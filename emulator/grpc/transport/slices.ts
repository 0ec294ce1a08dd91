/** As many in one turn of the event loop, at the end of which what they have answered is sent. */
const countMax = 8;

/**
 * Does what comes in the order in which it comes, at once as long as it is little. One read may
 * bring dozens of calls: in slices, the first are with their callers, who can go on, while the
 * last are still to be done. All in one go, server and worker would wait for each other in turn.
 */
export function inSlices<Item>(act: (item: Item) => void): (item: Item) => void {
  const waiting: Item[] = [];
  let count = 0;

  function next(): void {
    count = 0;
    for (const item of waiting.splice(0, countMax)) {
      count += 1;
      act(item);
    }
    if (count > 0) setImmediate(next);
  }

  return (item) => {
    if (waiting.length > 0 || count >= countMax) {
      waiting.push(item);
      return;
    }
    if (count === 0) setImmediate(next);
    count += 1;
    act(item);
  };
}
