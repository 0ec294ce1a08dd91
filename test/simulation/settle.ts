/** Lets everything happen that needs neither the disk nor time: callbacks and group commits. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
