/** Runs one piece of work after the other, in the order of the calls. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Changes of the management plane are few, so each may look and then write undisturbed. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
