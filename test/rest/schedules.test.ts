import { EntityInstanceId, TaskEntity } from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WorkerCapability } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Work } from "../grpc/raw.ts";
import { createClient, eventually, startWorker } from "../sdk/javascript/sdk.ts";
import { type RestClient, restClient } from "./client.ts";

let emulator: Emulator;
let client: RestClient;

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["default", "python", "dotnet"] });
  client = restClient(emulator);
});

afterAll(() => emulator.stop());

const configuration = { ScheduleId: "night", OrchestrationName: "Sweep", Interval: "00:00:30" };

describe("schedules in the states of entities", () => {
  class Box extends TaskEntity<object> {
    put(content: object): void {
      this.state = content;
    }
    protected override initializeState(): object {
      return {};
    }
  }

  let put: (key: string, content: object) => Promise<void>;

  beforeAll(async () => {
    const worker = await startWorker(emulator, (one) => {
      one.addNamedEntity("schedule", () => new Box());
    });
    const sdk = createClient(emulator);
    put = async (key, content) => {
      const id = new EntityInstanceId("schedule", key);
      await sdk.signalEntity(id, "put", content);
      await eventually(async () => (await sdk.getEntity(id))?.includesState || undefined);
    };
    return () => Promise.all([worker.stop(), sdk.stop()]);
  });
  const times = { ScheduleCreatedAt: "2030-01-01T00:00:00+00:00", NextRunAt: null };

  test("are read from the entities that the SDKs keep, in either spelling", async () => {
    await put("night", {
      Status: 2,
      ExecutionToken: "t",
      ...times,
      ScheduleConfiguration: { ...configuration, OrchestrationInput: "[1]", StartAt: null },
    });
    await put("older", {
      status: "Active",
      schedule_configuration: {
        schedule_id: "older",
        orchestration_name: "Sweep",
        interval_seconds: 86_461.5,
        orchestration_input: { a: 1 },
        start_at: "2030-01-01T00:00:00",
      },
    });
    await put("odd", {});
    expect(await client.answer("GET", "/schedules")).toEqual({
      entities: [
        {
          Status: 2,
          ExecutionToken: "t",
          ScheduleCreatedAt: "2030-01-01T00:00:00.000Z",
          ScheduleConfiguration: {
            ...configuration,
            OrchestrationInput: "[1]",
            StartImmediatelyIfLate: false,
          },
        },
        {
          Status: 1,
          ScheduleConfiguration: {
            ScheduleId: "older",
            OrchestrationName: "Sweep",
            Interval: "1.00:01:01.5000000",
            OrchestrationInput: '{"a":1}',
            StartAt: "2030-01-01T00:00:00.000Z",
            StartImmediatelyIfLate: false,
          },
        },
      ],
    });
  });

  test("are deleted without a worker, and only if they are there", async () => {
    await put("gone", { Status: 1, ScheduleConfiguration: configuration });
    expect((await client.send("DELETE", "/schedules/gone")).status).toBe(204);
    expect(await client.fault("DELETE", "/schedules/gone")).toMatch(/^404 No schedule 'gone' in/);
  });

  test.each([
    [{}, "400 ScheduleId is needed"],
    [{ ScheduleId: "s" }, "400 OrchestrationName is needed"],
    [{ ...configuration, Interval: "30" }, "400 Interval is a duration of a second or more"],
    [
      { ...configuration, Interval: "00:00:00.5" },
      "400 Interval is a duration of a second or more",
    ],
    [{ ...configuration, StartAt: "tomorrow" }, "400 field 'StartAt' is an RFC 3339 time"],
    [{ ...configuration, ScheduleId: "s".repeat(92) }, "400 The length of instance id"],
    [
      { ...configuration, StartAt: "2030-01-02T00:00:00Z", EndAt: "2030-01-01T00:00:00Z" },
      "400 StartAt is later than EndAt",
    ],
    [configuration, "409 No worker that runs schedules is connected to task hub 'default'"],
  ])("that no worker would run are refused", async (body, fault) => {
    expect(await client.fault("POST", "/schedules", body)).toContain(fault);
  });

  test("can only be paused when active, and resumed when paused", async () => {
    await put("still", { Status: 2, ScheduleConfiguration: configuration });
    const pause = client.fault("POST", "/schedules/still/pause");
    expect(await pause).toBe("409 Schedule 'still' is not active.");
    expect(await client.fault("POST", "/schedules/still/resume")).toMatch(/^409 No worker/);
    expect(await client.fault("POST", "/schedules/none/pause")).toMatch(/^404 No schedule 'none'/);
  });
});

describe("a worker that runs schedules is sent", () => {
  const schedules = WorkerCapability.WORKER_CAPABILITY_SCHEDULED_TASKS;

  /** A worker that says which SDK it is, and takes schedules. */
  function connect(hub: string, userAgent: string): Work {
    const raw = connectRaw(emulator, hub);
    raw.metadata.set("x-user-agent", userAgent);
    return raw.work({ capabilities: [schedules] });
  }

  async function operationOf(work: Work): Promise<[string | undefined, unknown]> {
    const { request } = await work.next();
    const batch = request?.$case === "entityRequestV2" ? request.value : undefined;
    const event = batch?.operationRequests[0]?.eventType;
    if (event?.$case !== "entityOperationSignaled") throw new Error("no signal came");
    const { operation, input } = event.value;
    return [operation, input === undefined ? undefined : JSON.parse(input)];
  }

  const body = {
    ...configuration,
    Interval: "1.00:00:30.5",
    OrchestrationInput: '{"a":1}',
    StartAt: "2030-01-01T00:00:00+01:00",
    StartImmediatelyIfLate: true,
  };

  test.each([
    [
      "python",
      "durabletask-python/1.12.0",
      "create_schedule",
      {
        schedule_id: "night",
        orchestration_name: "Sweep",
        interval_seconds: 86_430.5,
        orchestration_input: { a: 1 },
        orchestration_instance_id: null,
        start_at: "2029-12-31T23:00:00.000Z",
        end_at: null,
        start_immediately_if_late: true,
      },
    ],
    [
      "dotnet",
      "durabletask-dotnet/1.25.0 (DurableTaskWorker)",
      "CreateSchedule",
      {
        ScheduleId: "night",
        OrchestrationName: "Sweep",
        Interval: "1.00:00:30.5000000",
        OrchestrationInput: '{"a":1}',
        OrchestrationInstanceId: null,
        StartAt: "2029-12-31T23:00:00.000Z",
        EndAt: null,
        StartImmediatelyIfLate: true,
      },
    ],
  ])("the operations of its SDK's library: %s", async (hub, userAgent, operation, input) => {
    const work = connect(hub, userAgent);
    const rest = restClient(emulator, hub);
    await eventually(async () => {
      const { workers } = await rest.answer<{ workers: unknown[] }>("GET", "/workers");
      return workers[0];
    });
    expect((await rest.send("POST", "/schedules", body)).status).toBe(202);
    expect(await operationOf(work)).toEqual([operation, input]);
    work.cancel();
  });
});
