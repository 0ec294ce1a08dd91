/** Lets all happen that needs neither disk nor time: callbacks, and groups, a turn after them. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
