import {
  EntityInstanceId,
  type OrchestrationContext,
  TaskEntity,
  type TaskHubGrpcClient,
} from "@microsoft/durabletask-js";
import type { ServerProcess } from "../../emulator/server.ts";
import { createClient, startWorker } from "./sdk.ts";

const add = async (_: unknown, number: number) => number + 1;

export async function* count(context: OrchestrationContext, from: number): AsyncGenerator {
  let value = from;
  for (let step = 0; step < 5; step++) value = yield context.callActivity(add, value);
  return value;
}

/** An activity, a timer and a child, one after the other. */
export async function* mix(context: OrchestrationContext): AsyncGenerator {
  const added: number = yield context.callActivity(add, 0);
  yield context.createTimer(0.05);
  const counted: number = yield context.callSubOrchestrator(count, added);
  return counted;
}

export async function* wait(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

/** Keeps what it is told until it is told to stop. */
export async function* collect(context: OrchestrationContext): AsyncGenerator {
  const told: number[] = [];
  for (;;) {
    const number: number = yield context.waitForExternalEvent("told");
    if (number < 0) return told;
    told.push(number);
  }
}

class Sum extends TaskEntity<number> {
  add(amount: number): void {
    this.state += amount;
  }
  protected override initializeState(): number {
    return 0;
  }
}

export const sum = new EntityInstanceId("sum", "kills");

/** A worker that knows all of them, and a client. */
export async function work(server: ServerProcess) {
  const worker = await startWorker(server, (one) => {
    one.addActivity(add);
    one.addNamedEntity("sum", () => new Sum());
    for (const orchestrator of [count, mix, wait, collect]) one.addOrchestrator(orchestrator);
  });
  const client: TaskHubGrpcClient = createClient(server);
  return { worker, client };
}
