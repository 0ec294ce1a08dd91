import { Metadata } from "@grpc/grpc-js";
import {
  NoOpLogger,
  type OrchestrationContext,
  TaskEntity,
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
} from "@microsoft/durabletask-js";

export interface SdkApp extends AsyncDisposable {
  readonly client: TaskHubGrpcClient;
  /** From now on the orchestrations named "Buy", which failed until now, succeed. */
  openShop(): void;
}

/** What a page must show as text, wherever it stands. */
export const markup = "<img src=x onerror=document.title='hacked'>";

/** A worker and a client of the real JavaScript SDK, connected to one task hub. */
export async function startSdkApp(address: string, taskHub: string): Promise<SdkApp> {
  const options = {
    hostAddress: new URL(address).host,
    logger: new NoOpLogger(),
    metadataGenerator: async () => {
      const metadata = new Metadata();
      metadata.set("taskhub", taskHub);
      return metadata;
    },
  };
  const worker = new TaskHubGrpcWorker({ ...options, shutdownTimeoutMs: 1_000 });
  worker.addNamedOrchestrator("Greet", greet);
  worker.addNamedOrchestrator(markup, greet);
  worker.addNamedOrchestrator("Approve", approve);
  worker.addNamedOrchestrator("Fail", fail);
  let isOpen = false;
  worker.addNamedOrchestrator("Buy", buy);
  worker.addNamedActivity("Pay", () => {
    if (!isOpen) throw new Error("the shop is closed");
    return "paid";
  });
  for (const name of ["box", "schedule"]) worker.addNamedEntity(name, () => new Box());
  worker.addNamedActivity("SayHello", (_, name: string) => `Hello ${name}!`);
  worker.addNamedActivity("Break", () => {
    throw new Error("the warehouse burns");
  });
  await worker.start();
  const client = new TaskHubGrpcClient(options);
  return {
    client,
    openShop: () => {
      isOpen = true;
    },
    async [Symbol.asyncDispose]() {
      await client.stop();
      await worker.stop();
    },
  };
}

/** Keeps what it is given. */
class Box extends TaskEntity<object> {
  put(content: object): void {
    this.state = content;
  }
  protected override initializeState(): object {
    return {};
  }
}

async function* buy(context: OrchestrationContext): AsyncGenerator {
  return yield context.callActivity("Pay");
}

async function* greet(context: OrchestrationContext, name: string): AsyncGenerator {
  return yield context.callActivity("SayHello", name);
}

async function* approve(context: OrchestrationContext): AsyncGenerator {
  context.setCustomStatus({ waitsFor: "approval" });
  const answer: unknown = yield context.waitForExternalEvent("approval");
  return { answer };
}

async function* fail(context: OrchestrationContext): AsyncGenerator {
  return yield context.callActivity("Break");
}
