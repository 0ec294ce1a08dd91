import { setTimeout as delay } from "node:timers/promises";
import type { Program } from "./program.ts";

const patienceMillis = 60_000;

/** Resolves once a program of another's answers, which tells it in no other way; else ends it. */
export async function untilAnswers(
  what: string,
  { stop }: Pick<Program, "stop">,
  ask: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + patienceMillis;
  while (performance.now() < end) {
    if (await ask().catch(() => false)) return;
    await delay(50);
  }
  await stop();
  throw new Error(`${what} did not answer within ${patienceMillis / 1_000} s.`);
}
