import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { resetDataFolder } from "../../emulator/store/data-folder.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import type { Durability } from "../../emulator/store/sqlite/writer.ts";
import { skipWithoutStrace } from "../reliability/skip-without-strace.ts";
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

describe("what a commit waits for", () => {
  const count = 20;

  /** What the process did between one acknowledgement and the next: an "s" for each sync. */
  async function syncsBetween(durability: Durability, faults: readonly string[]) {
    const folder = await temporaryFolder();
    const file = join(folder, "trace");
    const calls = "trace=fsync,fdatasync,write";
    const flags = ["-f", "--seccomp-bpf", "-qq", "-o", file, "-e", "signal=none", "-e", calls];
    const data = join(folder, "data");
    const command = [process.execPath, program, data, durability, `${count}`];
    await execa("strace", [...flags, ...faults, "--", ...command]);
    const trace = await readFile(file, "utf8");
    const between = trace.split("\n").map(letterOf).join("").split("a").slice(1, -1);
    expect(between).toHaveLength(count - 1);
    return between;
  }

  /** Of a line that tells of an acknowledgement or of the end of a sync. */
  function letterOf(line: string): string {
    if (/ write\(1, "\d+\\n"/.test(line)) return "a";
    return /f(data)?sync.*\) += 0/.test(line) ? "s" : "";
  }

  test.for([
    ["as it is", []],
    ["that takes its time", ["-e", "inject=fsync,fdatasync:delay_exit=5000"]],
  ] as const)("is a sync where it is to survive a power cut: a disk %s", async (given, context) => {
    await skipWithoutStrace(context);
    for (const syncs of await syncsBetween("full", given[1])) expect(syncs).toMatch(/^s+$/);
  });

  test("is no sync where it is to survive a killed process only", async (context) => {
    await skipWithoutStrace(context);
    for (const syncs of await syncsBetween("normal", [])) expect(syncs).toBe("");
  });
});
