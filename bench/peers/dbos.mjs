import { DBOS } from "@dbos-inc/dbos-sdk";
import { readOrder, runLoad } from "../drivers/load.ts";

const order = readOrder();
const step = (value) => DBOS.runStep(async () => value, { name: "step" });

const workflows = {
  "sequence-5": async () => {
    let last = 0;
    for (let value = 1; value <= 5; value++) last = await step(value);
    return last;
  },
  "fan-out-10": async () => {
    const steps = Array.from({ length: 10 }, (_, value) => step(value));
    return (await Promise.all(steps)).length;
  },
};

const silent = { info() {}, debug() {}, warn() {}, error() {} };
DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: `postgresql://postgres@${order.address}/bench`,
  systemDatabasePoolSize: 32,
  logger: silent,
});
const workflow = DBOS.registerWorkflow(workflows[order.scenario], { name: order.scenario });
await DBOS.launch();
await runLoad(order, () => workflow());
process.exit();
