import type { TestContext } from "vitest";
import { reasonNotToCount } from "../../bench/fsyncs.ts";
import { findExecutable } from "../../scripts/engines/executable.ts";
import { installPackages } from "../../scripts/engines/packages.ts";

/** Installed if need be; also where it is there, a machine may forbid to look into processes. */
export async function skipWithoutStrace(context: TestContext): Promise<void> {
  if (findExecutable(["strace"]) === undefined) await installPackages(["strace"]);
  const reason = await reasonNotToCount();
  context.skip(reason !== undefined, reason);
}
