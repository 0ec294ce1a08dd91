/** Lets everything happen that needs neither the disk nor time: callbacks and group commits, which begin a turn late. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
