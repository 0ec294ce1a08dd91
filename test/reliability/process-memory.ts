import { readFile } from "node:fs/promises";

/** The most memory that a process of this machine has had resident, in MiB. */
export async function peakMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status names no peak.`);
  return Number(kibibytes) / 1024;
}
