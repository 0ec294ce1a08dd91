import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Metadata } from "@grpc/grpc-js";
import { execa } from "execa";
import { connectSidecarClient } from "../test/grpc/grpc-js-client.ts";
import { freePorts } from "./engines/ports.ts";
import { startProgram } from "./engines/program.ts";
import { atMost, type Figure, median } from "./figure.ts";
import { useOf } from "./process-use.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const startCount = 10;
/** What a start leaves behind is collected by then. */
const restMillis = 1_000;

/** How soon the published program answers, and what it weighs with nothing to do. */
export async function measureStartUp(): Promise<readonly Figure[]> {
  await execa("npm", ["run", "--silent", "build"], { cwd: root });
  const starts: { readonly readyMillis: number; readonly idleMegabytes: number }[] = [];
  while (starts.length < startCount) starts.push(await startOnce());
  const of = (figure: "readyMillis" | "idleMegabytes") => median(starts.map((one) => one[figure]));
  return [
    atMost("ready after start, ms", of("readyMillis"), 400),
    atMost("idle memory, MB", of("idleMegabytes"), 120),
  ];
}

async function startOnce() {
  const folder = await mkdtemp(join(tmpdir(), "dtk-bench-start-"));
  const [grpc] = await freePorts(1);
  const ports = ["--grpc-port", `${grpc}`, "--rest-port", "0", "--dashboard-port", "0"];
  const command = [process.execPath, join(root, "dist/dtk.js"), "emulator", "--json", ...ports];
  const started = performance.now();
  const starting = startProgram([...command, "--data", join(folder, "data")]);
  try {
    await untilPinged(`127.0.0.1:${grpc}`);
    const readyMillis = performance.now() - started;
    const { pid } = await starting;
    await delay(restMillis);
    return { readyMillis, idleMegabytes: useOf([pid]).rssMegabytes };
  } finally {
    await (await starting).stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tries again at short intervals: a client that backs off would be what is measured. */
async function untilPinged(address: string): Promise<void> {
  const options = {
    "grpc.initial_reconnect_backoff_ms": 10,
    "grpc.min_reconnect_backoff_ms": 10,
    "grpc.max_reconnect_backoff_ms": 10,
  };
  const client = connectSidecarClient(address, options);
  const deadline = Date.now() + 30_000;
  await new Promise<void>((resolve, reject) =>
    client.waitForReady(deadline, (error) => (error ? reject(error) : resolve())),
  );
  await new Promise<void>((resolve, reject) =>
    client.hello({}, new Metadata(), (error) => (error ? reject(error) : resolve())),
  );
  client.close();
}
