import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { resetDataFolder } from "../../emulator/store/data-folder.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const program = fileURLToPath(new URL("./committing-process.ts", import.meta.url));

/** A process that commits until it is killed; resolves with its first acknowledgement. */
async function committing(folder: string) {
  const child = execa(process.execPath, [program, folder], {
    reject: false,
    stderr: "inherit",
    cleanup: true,
  });
  const lines = createInterface(child.stdout);
  const acknowledged: number[] = [];
  lines.on("line", (line) => acknowledged.push(Number(line)));
  const kill = async () => {
    child.kill("SIGKILL");
    await child;
  };
  onTestFinished(kill);
  const until = async (count: number) => {
    while (acknowledged.length < count) await once(lines, "line");
  };
  await until(1);
  return { pid: child.pid, acknowledged, until, kill };
}

test("what a killed process has acknowledged is there, whole, and its lock is gone", async () => {
  const folder = await temporaryFolder();
  const { acknowledged, until, kill } = await committing(folder);
  await until(50);
  await kill();

  const { store } = await openSqliteStore({ folder, durability: "full", codec });
  onTestFinished(() => store.close());
  const sent = await store.messagesOnTheirWay("h", { visibleAt: 0, sequence: 0 }, 1_000_000);
  const last = sent.length;
  expect(sent.map(({ sequence }) => sequence)).toEqual(Array.from(sent, (_, index) => index + 1));
  // The group under way when the process died may be there, but it was the only one.
  expect([acknowledged.length, acknowledged.length + 1]).toContain(last);
  for (let number = 1; number <= last; number += 1) {
    expect(await store.loadOrchestration("h", `i${number}`)).toBeDefined();
    expect(await store.loadHistory("h", `i${number}`)).toHaveLength(1);
  }
  expect(await store.loadOrchestration("h", `i${last + 1}`)).toBeUndefined();
});

test("a folder that another process uses is refused, with that process's id", async () => {
  const folder = await temporaryFolder();
  const { pid, acknowledged, until } = await committing(folder);
  const refusal = { code: "in-use", message: expect.stringContaining(`by process ${pid}`) };
  await expect(openSqliteStore({ folder, durability: "full", codec })).rejects.toMatchObject(
    refusal,
  );
  expect(() => resetDataFolder(folder)).toThrow(`${folder} is in use by process ${pid}`);
  await until(acknowledged.length + 1);
});
