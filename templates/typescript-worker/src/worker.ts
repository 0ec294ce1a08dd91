import { connectionFrom } from "./connection.ts";
import { createWorker } from "./create-worker.ts";

const worker = createWorker(connectionFrom(process.env));
await worker.start();

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await worker.stop();
    process.exit(0);
  });
}
