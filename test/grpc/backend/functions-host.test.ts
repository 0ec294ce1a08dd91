import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { OrchestrationStatus } from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../../emulator/index.ts";
import { app } from "./app.ts";
import { type BackendClient, connectBackend } from "./backend-client.ts";
import { type Host, startHost } from "./host.ts";
import { type HubClient, hubClient } from "./hub.ts";

let emulator: Emulator;
let client: BackendClient;
let hub: HubClient;
let host: Host;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
});

afterAll(() => emulator.stop());

afterEach(async () => {
  await host.stop();
  client.close();
  expect(host.failures).toEqual([]);
});

describe.each([
  { how: "replaying every turn", extendedSessions: false },
  { how: "in extended sessions", extendedSessions: true },
])("the Functions host, $how,", ({ how, extendedSessions }) => {
  const id = (name: string) => `${name} ${how}`;

  function run() {
    client = connectBackend(emulator.grpc, { workerId: "host" });
    hub = hubClient(client);
    host = startHost(client, { ...app, extendedSessions });
  }

  const outcome = async (instanceId: string) => {
    const state = await hub.end(instanceId);
    return [state?.orchestrationStatus, state?.output];
  };

  const completed = (output: string | undefined) => [
    OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
    output,
  ];

  test("runs activities, and its own history is kept as it wrote it", async () => {
    run();
    await hub.start("greetTwice", id("a"), "Ada");
    expect(await outcome(id("a"))).toEqual(completed("Hello Ada, Hello Hello Ada"));
    expect(await hub.get(id("a"))).toMatchObject({ name: "greetTwice", customStatus: "half" });
    expect(await hub.history(id("a"))).toEqual([
      ...["orchestratorStarted", "executionStarted", "taskScheduled", "orchestratorCompleted"],
      ...["orchestratorStarted", "taskCompleted", "taskScheduled", "orchestratorCompleted"],
      ...["orchestratorStarted", "taskCompleted", "executionCompleted", "orchestratorCompleted"],
    ]);
  });

  test("is shown only what arrived: the beginning of the turn it writes itself", async () => {
    run();
    await hub.start("greetTwice", id("b"), "Ada");
    await hub.end(id("b"));
    const seen = host.turns.map(({ past, arrived }) => [past, ...arrived]);
    expect(seen).toEqual([
      [0, "executionStarted"],
      [extendedSessions ? undefined : 4, "taskCompleted"],
      [extendedSessions ? undefined : 8, "taskCompleted"],
    ]);
    expect(new Set(host.turns.map(({ token }) => token)).size).toBe(extendedSessions ? 1 : 3);
  });

  test("hears of failed activities", async () => {
    run();
    await hub.start("catchFailure", id("c"));
    expect(await outcome(id("c"))).toEqual(completed("caught: no luck"));
    await hub.start("failing", id("d"));
    const failed = await hub.end(id("d"));
    expect(failed).toMatchObject({
      orchestrationStatus: OrchestrationStatus.ORCHESTRATION_STATUS_FAILED,
      failureDetails: { errorMessage: "no luck" },
    });
  });

  test("is woken by timers, not before their time", async () => {
    run();
    const before = Date.now();
    await hub.start("sleep", id("e"), "150");
    expect(await outcome(id("e"))).toEqual(completed("awake"));
    expect(Date.now() - before).toBeGreaterThanOrEqual(150);
  });

  test("receives events in the order in which they were raised", async () => {
    run();
    await hub.start("collect", id("f"), "5");
    for (const item of "12345") await hub.raiseEvent(id("f"), "item", item);
    expect(await outcome(id("f"))).toEqual(completed("1,2,3,4,5"));
  });

  test("runs sub-orchestrations, whose end its own messages tell", async () => {
    run();
    await hub.start("parent", id("g"), "Ada");
    expect(await outcome(id("g"))).toEqual(completed("child said Hello Ada, Hello Hello Ada"));
    const child = await hub.get(`${id("g")}-child`);
    expect(child?.parentInstanceId).toBe(id("g"));
    await hub.start("failingParent", id("h"));
    const failed = await hub.end(id("h"));
    expect(failed?.failureDetails?.errorMessage).toBe("no luck");
  });

  test("continues as new within a turn, and only the last generation is kept", async () => {
    run();
    await hub.start("countDown", id("i"), "2");
    const created = await hub.get(id("i"));
    expect(await outcome(id("i"))).toEqual(completed("done"));
    const ended = await hub.get(id("i"));
    expect(ended).toMatchObject({ input: "0", createdTimestamp: created?.createdTimestamp });
    expect(ended?.executionId).not.toBe(created?.executionId);
    expect(await hub.history(id("i"))).toEqual([
      ...["orchestratorStarted", "executionStarted", "orchestratorCompleted", "taskScheduled"],
      "orchestratorCompleted",
      ...["orchestratorStarted", "taskCompleted", "executionCompleted", "orchestratorCompleted"],
    ]);
  });

  test("signals and calls entities, and keeps their state", async () => {
    run();
    const entityId = `@counter@${extendedSessions}`;
    await hub.start("add", id("j"), entityId);
    expect(await outcome(id("j"))).toEqual(completed("3"));
    const request = { instanceId: entityId, includeState: true };
    const { entity } = await client.call("getEntity", request);
    expect(entity?.serializedState).toBe("3");
  });

  test("holds locks on several entities while it works with them", async () => {
    run();
    const [from, to] = [`@counter@from ${extendedSessions}`, `@counter@to ${extendedSessions}`];
    const ids = [id("k1"), id("k2"), id("k3")];
    for (const instanceId of ids) await hub.start("transfer", instanceId, `${from}|${to}`);
    for (const instanceId of ids) await hub.end(instanceId);
    const request = { instanceId: to, includeState: true };
    const { entity } = await client.call("getEntity", request);
    expect(entity).toMatchObject({ serializedState: "15", lockedBy: undefined });
  });

  test("sends events to other instances", async () => {
    run();
    await hub.start("collect", id("l"), "1");
    await hub.start("tell", id("m"), id("l"));
    expect(await outcome(id("l"))).toEqual(completed("told"));
  });

  test("ends what is terminated, suspends and resumes", async () => {
    run();
    await hub.start("collect", id("n"), "1");
    await hub.raise(id("n"), { $case: "executionSuspended", value: { input: "wait" } });
    await hub.raiseEvent(id("n"), "item", "late");
    const suspended = await hub.get(id("n"));
    expect(suspended?.orchestrationStatus).toBe(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
    await hub.raise(id("n"), { $case: "executionResumed", value: { input: "go" } });
    expect(await outcome(id("n"))).toEqual(completed("late"));
    await hub.start("collect", id("o"), "1");
    const value = { input: '"enough"', recurse: true };
    await hub.raise(id("o"), { $case: "executionTerminated", value });
    expect(await outcome(id("o"))).toEqual([
      OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED,
      '"enough"',
    ]);
  });
});
