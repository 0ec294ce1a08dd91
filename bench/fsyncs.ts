import { readFile } from "node:fs/promises";
import { execa } from "execa";

/** A command that writes a line for each time the program behind it has the disk synced. */
export function fsyncWatch(file: string): readonly string[] {
  // With seccomp-bpf all other system calls run as fast as without strace.
  const filter = ["-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-e", "signal=none"];
  return ["strace", ...filter, "-o", file, "--"];
}

export async function fsyncsIn(file: string): Promise<number> {
  return countOfFsyncs(await readFile(file, "utf8"));
}

/** A call that another thread interrupts takes two lines, the second of which says so. */
export function countOfFsyncs(trace: string): number {
  return trace.split("\n").filter((line) => /\bf(data)?sync\(/.test(line)).length;
}

/** Why syncs cannot be counted here; undefined when they can. */
export async function reasonNotToCount(): Promise<string | undefined> {
  const [command = "", ...args] = [...fsyncWatch("/dev/null"), process.execPath, "--version"];
  const { failed, shortMessage } = await execa(command, args, { reject: false });
  return failed ? `strace cannot be had: ${shortMessage}` : undefined;
}
