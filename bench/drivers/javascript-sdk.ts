import { Metadata } from "@grpc/grpc-js";
import {
  type ActivityContext,
  EntityInstanceId,
  type OrchestrationContext,
  TaskEntity,
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
  whenAll,
} from "@microsoft/durabletask-js";
import { counterCount } from "../scenario.ts";
import { readOrder, runLoad } from "./load.ts";

/** The public JavaScript SDK, client and worker, as an application uses them. */
const order = readOrder();
const silent = { error() {}, warn() {}, info() {}, debug() {} };
const metadata = new Metadata();
metadata.set("taskhub", "default");
const connection = {
  hostAddress: order.address,
  metadataGenerator: async () => metadata,
  logger: silent,
};

const step = async (_: ActivityContext, value: number) => value;

class Counter extends TaskEntity<number> {
  add(amount: number): number {
    this.state += amount;
    return this.state;
  }
  protected override initializeState(): number {
    return 0;
  }
}

const inSequence = (count: number) =>
  async function* (context: OrchestrationContext): AsyncGenerator {
    let last = 0;
    for (let id = 1; id <= count; id++) last = yield context.callActivity(step, id);
    return last;
  };

const atOnce = (count: number) =>
  async function* (context: OrchestrationContext): AsyncGenerator {
    const tasks = Array.from({ length: count }, (_, id) => context.callActivity(step, id));
    const results: number[] = yield whenAll(tasks);
    return results.length;
  };

async function* counts(context: OrchestrationContext, key: number): AsyncGenerator {
  return yield context.entities.callEntity(new EntityInstanceId("counter", String(key)), "add", 1);
}

const client = new TaskHubGrpcClient(connection);
if (order.scenario !== "start-only") {
  const worker = new TaskHubGrpcWorker(connection);
  worker.addActivity(step);
  worker.addNamedEntity("counter", () => new Counter());
  worker.addNamedOrchestrator("sequence-5", inSequence(5));
  worker.addNamedOrchestrator("fan-out-10", atOnce(10));
  worker.addNamedOrchestrator("history-1000", atOnce(500));
  worker.addNamedOrchestrator("entity-counter", counts);
  await worker.start();
}

await runLoad(order, async (number) => {
  const instanceId = `${order.scenario}-${process.pid}-${number}`;
  await client.scheduleNewOrchestration(order.scenario, number % counterCount, { instanceId });
  if (order.scenario === "start-only") return;
  const state = await client.waitForOrchestrationCompletion(instanceId, true, 600);
  state?.raiseIfFailed();
});
process.exit();
