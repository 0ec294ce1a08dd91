import { setTimeout as delay } from "node:timers/promises";
import { Metadata } from "@grpc/grpc-js";
import {
  NoOpLogger,
  type OrchestrationContext,
  RetryPolicy,
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
  whenAll,
} from "@microsoft/durabletask-js";
import type { Emulator } from "../emulator/index.ts";

const minute = 60_000;

/** A shop whose orchestrations end, fail and wait in every way that the pictures should show. */
export async function runShop(emulator: Emulator, taskHub: string): Promise<AsyncDisposable> {
  const options = {
    hostAddress: new URL(emulator.grpc).host,
    logger: new NoOpLogger(),
    metadataGenerator: async () => {
      const metadata = new Metadata();
      metadata.set("taskhub", taskHub);
      return metadata;
    },
  };
  const worker = shopWorker(new TaskHubGrpcWorker({ ...options, shutdownTimeoutMs: 1_000 }));
  await worker.start();
  const client = new TaskHubGrpcClient(options);
  await placeOrders(client, emulator);
  return {
    async [Symbol.asyncDispose]() {
      await client.stop();
      await worker.stop();
    },
  };
}

/** The clock is moved on between them, so that the list shows an afternoon and not a second. */
async function placeOrders(client: TaskHubGrpcClient, emulator: Emulator): Promise<void> {
  const start = async (name: string, id: string, input?: unknown) => {
    await client.scheduleNewOrchestration(name, input, id);
    await client.waitForOrchestrationStart(id, false, 20);
  };
  for (const id of ["order-1031", "order-1032", "order-1033", "order-1034"]) {
    await start("Quote", id, 3);
    await client.waitForOrchestrationCompletion(id, false, 20);
    await emulator.advanceTime(17 * minute);
  }
  await start("ApproveRefund", "refund-79", { amount: 5 });
  await client.terminateOrchestration("refund-79", "withdrawn");
  await start("ImportCatalog", "import-7", { file: "spring.csv" });
  await client.waitForOrchestrationCompletion("import-7", false, 20);
  await emulator.advanceTime(8 * minute);
  await start("ApproveRefund", "refund-88", { amount: 80 });
  await emulator.advanceTime(5 * minute);
  await start("ApproveRefund", "refund-91", { amount: 15 });
  await client.suspendOrchestration("refund-91");
  await emulator.advanceTime(3 * minute);
  const tonight = new Date(Date.now() + 8 * 60 * minute);
  await client.scheduleNewOrchestration("NightlyReport", undefined, "report-tonight", tonight);
  await emulator.advanceTime(minute);
  await placeOrder(client);
  await emulator.advanceTime(4_000);
}

/** It comes as far as waiting for the parcel and a timer. */
async function placeOrder(client: TaskHubGrpcClient): Promise<void> {
  const order = { customer: "Ada", items: ["TEA-12", "CUP-3"], express: true };
  const tags = { region: "west", team: "shop" };
  const instanceId = "order-1042";
  await client.scheduleNewOrchestration("ProcessOrder", order, {
    instanceId,
    tags,
    version: "2.1",
  });
  const parcel = () => client.getOrchestrationState(`${instanceId}-parcel`);
  while ((await parcel()) === undefined) await delay(100);
  await client.raiseOrchestrationEvent(instanceId, "customer-note", "Please ring twice");
}

function shopWorker(worker: TaskHubGrpcWorker): TaskHubGrpcWorker {
  worker.addNamedOrchestrator("ProcessOrder", processOrder);
  worker.addNamedOrchestrator("ShipParcel", shipParcel);
  worker.addNamedOrchestrator("Quote", quote);
  worker.addNamedOrchestrator("ApproveRefund", approveRefund);
  worker.addNamedOrchestrator("ImportCatalog", importCatalog);
  let attempts = 0;
  worker.addNamedActivity("ReserveStock", () => delay(1_400, { reserved: true }));
  worker.addNamedActivity("CheckAddress", () => delay(500, true));
  worker.addNamedActivity("ChargeCard", async () => {
    attempts += 1;
    await delay(900);
    if (attempts === 1) throw new Error("the card processor did not answer");
    return { receipt: "R-771" };
  });
  worker.addNamedActivity("Price", () => 14.9);
  worker.addNamedActivity("ReadFile", (_, file: string) => {
    throw new Error(`line 812 of ${file} has no price`);
  });
  return worker;
}

async function* processOrder(context: OrchestrationContext, order: unknown): AsyncGenerator {
  context.setCustomStatus({ step: "paying" });
  const retry = new RetryPolicy({
    maxNumberOfAttempts: 3,
    firstRetryIntervalInMilliseconds: 1_000,
  });
  yield whenAll([
    context.callActivity("ReserveStock", order),
    context.callActivity("CheckAddress", order),
    context.callActivity("ChargeCard", order, { retry }),
  ]);
  context.setCustomStatus({ step: "delivering", progress: 0.6 });
  const parcel = { instanceId: `${context.instanceId}-parcel` };
  const shipped = context.callSubOrchestrator("ShipParcel", order, parcel);
  const tooLate = context.createTimer(2 * 24 * 3_600);
  yield whenAll([shipped, tooLate]);
}

async function* shipParcel(context: OrchestrationContext): AsyncGenerator {
  context.setCustomStatus("waiting for the carrier");
  return yield context.waitForExternalEvent("delivered");
}

async function* quote(context: OrchestrationContext, count: number): AsyncGenerator {
  const prices = Array.from({ length: count }, () => context.callActivity("Price"));
  return yield whenAll(prices);
}

async function* approveRefund(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("approved");
}

async function* importCatalog(
  context: OrchestrationContext,
  { file }: { readonly file: string },
): AsyncGenerator {
  return yield context.callActivity("ReadFile", file);
}
