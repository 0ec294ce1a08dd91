import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { startServer, startServerAndKill } from "../../emulator/server.ts";
import { seeded } from "../../fuzz/spoil.ts";
import { checkLedger, createLedger, loadUntilKilled } from "./kill-ledger.ts";
import { work } from "./kill-orchestrations.ts";

/**
 * Kills a loaded server again and again, every other time also while it opens; whatever it
 * acknowledged must have happened.
 */
export async function surviveKills(rounds: number, seed: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-kill-"));
  const random = seeded(seed);
  const ledger = createLedger();
  let server = await startServer(folder);
  for (let round = 0; round < rounds; round++) {
    const { worker, client } = await work(server);
    const load = loadUntilKilled(client, `collector-${round}`, ledger);
    await pause(50 + random() * 400);
    await server.kill();
    await Promise.all([worker.stop(), client.stop(), load]);
    // Most of a start is Node's own, so that the later moments are the interesting ones.
    if (round % 2 === 0) await startServerAndKill(folder, 100 + random() * 500);
    server = await startServer(folder);
  }
  const { worker, client } = await work(server);
  expect(ledger.counts.length, `seed ${seed}`).toBeGreaterThan(0);
  await checkLedger(client, ledger);
  await Promise.all([worker.stop(), client.stop()]);
  await server.kill();
  await rm(folder, { recursive: true, force: true });
}
