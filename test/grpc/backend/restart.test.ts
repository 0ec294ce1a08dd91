import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../../emulator/server.ts";
import { ending, passing, task } from "./answers.ts";
import { connectBackend } from "./backend-client.ts";
import { hubClient } from "./hub.ts";
import { eventOf } from "./turn.ts";
import { openWork } from "./work-stream.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-host-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function connect() {
  const server = await startServer(folder);
  const client = connectBackend(server.grpc);
  const work = await openWork(client);
  const stop = async () => {
    await server.kill();
    client.close();
  };
  return { client, work, hub: hubClient(client), stop };
}

test("what a session has committed outlives a killed server, the session does not", async () => {
  const before = await connect();
  await before.hub.start("any", "a");
  const item = await before.work.turn();
  const completed = eventOf({ $case: "orchestratorCompleted", value: {} });
  const newHistory = [...passing(item).newHistory, task("work"), completed];
  const answer = passing(item, { newHistory, newTasks: [task("work")], completionCount: 1 });
  const session = before.client.stream("completeOrchestrationWorkItemWithExtendedSession", answer);
  for await (const _ of session) break;
  await before.work.activity();
  await before.stop();

  const after = await connect();
  const activity = await after.work.activity();
  await after.client.call("completeActivityWorkItem", {
    completionToken: activity.token,
    responseEvent: eventOf({
      $case: "taskCompleted",
      value: { taskScheduledId: 0, result: "2" },
    }),
  });
  const next = await after.work.turn();
  expect(next.token).not.toBe(item.token);
  expect(next.value.pastEvents).toMatchObject(newHistory.map(({ eventType }) => ({ eventType })));
  await after.client.call("completeOrchestrationWorkItem", ending(next, "done"));
  expect((await after.hub.end("a"))?.output).toBe("done");
  await after.stop();
});
