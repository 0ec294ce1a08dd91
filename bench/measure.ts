import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Order, Report } from "./drivers/load.ts";
import type { Engine } from "./engines/engine.ts";
import { fsyncsIn, fsyncWatch } from "./fsyncs.ts";
import { useOf } from "./process-use.ts";
import type { Run } from "./run.ts";
import type { Scenario } from "./scenario.ts";

export interface Lengths {
  readonly warmUpMillis: number;
  readonly measureMillis: number;
}

const bench = fileURLToPath(new URL(".", import.meta.url));

/** How much longer than it was told to a driver may take. */
const patienceMillis = 60_000;

/** What is run: an engine under one of its drivers. */
export interface Load {
  readonly engine: Engine;
  readonly worker: string;
  readonly scenario: Scenario;
  readonly concurrency: number;
}

/** Starts the engine on an empty folder, loads it from another process, stops both. */
export async function measure(load: Load, lengths: Lengths): Promise<Run> {
  const { engine, ...rest } = load;
  const { figures, total, bytes } = await runOnce(load, lengths, []);
  const bytesOnDisk = Math.round(bytes / Math.max(1, total));
  return { engine: engine.name, ...rest, ...figures, bytesOnDisk };
}

/** Syncs for each that ended. In a run of its own: watching slows the engine down. */
export async function measureFsyncs(load: Load, lengths: Lengths): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-bench-trace-"));
  const file = join(folder, "trace");
  try {
    const { total } = await runOnce(load, lengths, fsyncWatch(file));
    return (await fsyncsIn(file)) / Math.max(1, total);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runOnce(load: Load, lengths: Lengths, prefix: readonly string[]) {
  const { engine, worker, scenario, concurrency } = load;
  const folder = await mkdtemp(join(tmpdir(), "dtk-bench-"));
  const running = await engine.start(folder, prefix);
  try {
    const order = { address: running.address, scenario, concurrency, ...lengths };
    const driven = await drive(engine.drivers[worker] ?? "", order, running.pids);
    return { ...driven, bytes: await bytesIn(folder) };
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads what runs already with one of the drivers. */
export async function drive(driver: string, order: Order, pids: readonly number[]) {
  const args = [join(bench, driver), JSON.stringify(order)];
  // An engine that hangs must not hang those that come after it.
  const timeout = order.warmUpMillis + order.measureMillis + patienceMillis;
  const options = { stderr: "inherit", reject: false, timeout, killSignal: "SIGKILL" } as const;
  const child = execa(process.execPath, args, options);
  try {
    return await figuresOf(createInterface(child.stdout), order, pids);
  } finally {
    child.kill("SIGKILL");
    await child;
  }
}

async function figuresOf(lines: AsyncIterable<string>, order: Order, pids: readonly number[]) {
  let before = { at: performance.now(), ...useOf(pids) };
  for await (const line of lines) {
    const report = JSON.parse(line) as Report;
    const after = { at: performance.now(), ...useOf(pids) };
    if (report.type === "measuring") {
      before = after;
      continue;
    }
    if (report.count === 0) throw new Error("none ended in time; give it more --seconds.");
    const cpuPercent = ((after.cpuMillis - before.cpuMillis) / (after.at - before.at)) * 100;
    const perSecond = report.count / (order.measureMillis / 1_000);
    const { rssMegabytes } = after;
    const figures = { perSecond, ...report.latencies, cpuPercent, rssMegabytes };
    return { figures, total: report.total };
  }
  throw new Error("the program that loads it ended without a figure.");
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  let bytes = 0;
  for (const name of names) {
    const entry = await stat(join(folder, name)).catch(() => undefined);
    // What is allocated, not what is promised: some engines reserve space ahead.
    if (entry?.isFile()) bytes += entry.blocks * 512;
  }
  return bytes;
}
