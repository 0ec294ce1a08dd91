import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { runEmulator } from "../emulator/emulator.ts";
import { optionsFrom } from "../emulator/options.ts";

/** The main job in one go: an emulator, the TypeScript starter against it, then serving on. */
const starter = fileURLToPath(new URL("../templates/typescript-worker/", import.meta.url));

const options = optionsFrom({}, process.env);
const emulator = await runEmulator(options, {
  onStoreFailure: (error) => {
    console.error(error);
    process.exit(1);
  },
  log: console.error,
}).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const interrupted = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);

const connectionString = emulator.connectionString();
const settings = {
  cwd: starter,
  env: { DURABLE_TASK_SCHEDULER_CONNECTION_STRING: connectionString },
  reject: false,
} as const;
const worker = execa(process.execPath, ["src/worker.ts"], { ...settings, stdio: "ignore" });

const hub = emulator.taskHubs[0] ?? "default";
const earlier = await emulator.reader.instances(hub, {
  filter: {},
  orderBy: "createdAt",
  direction: "descending",
  limit: 8,
  withPayloads: false,
});
if (earlier.length > 0) console.log("Kept from earlier runs (the latest):\n");
for (const { orchestration } of earlier) {
  const { name, status, instanceId, createdAt } = orchestration;
  console.log(
    `${new Date(createdAt).toISOString()}  ${status.padEnd(10)} ${name.padEnd(14)} ${instanceId}`,
  );
}
console.log("\nThe TypeScript starter runs its orchestrations:\n");
await Promise.race([
  execa(process.execPath, ["src/client.ts"], { ...settings, stdio: "inherit" }),
  interrupted,
]);

const counts = await emulator.reader.countByStatus(hub);
const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
console.log(`
Orchestrations kept in ${options.dataFolder ?? "memory"}: ${total}, earlier runs included
Dashboard              ${emulator.dashboard}
Connection string      ${connectionString}

Serving until Ctrl-C.`);

await interrupted;
worker.kill("SIGTERM");
await worker;
await emulator.stop();
