import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../emulator/server.ts";

/** The scenarios of one SDK, written in its own language and run together by its own runner. */
export interface ForeignSuite {
  readonly language: string;
  /** Whether each scenario has a hub of its own, made when it is first named. */
  readonly hasHubPerScenario?: true;
  /** Gets the SDK and answers the scenarios' names, or what is missing on this machine. */
  prepare(): Promise<readonly string[] | { readonly missing: string }>;
  /** Runs every scenario against the server: what went wrong in it, or undefined. */
  run(server: ServerProcess): Promise<ReadonlyMap<string, string | undefined>>;
}

/** Shows each scenario as a test of its own. The server is a process of its own, on SQLite. */
export async function testsOf(suite: ForeignSuite): Promise<void> {
  const { language, hasHubPerScenario, prepare, run } = suite;
  const names = await prepare();
  if ("missing" in names) {
    test.skip(`the ${language} SDK (skipped: ${names.missing})`, () => {});
    return;
  }
  describe(`the ${language} SDK`, () => {
    let folder: string;
    let server: ServerProcess;
    let outcomes: ReadonlyMap<string, string | undefined>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "dtk-sdk-"));
      server = await startServer(folder, ...(hasHubPerScenario ? (["dynamic-hubs"] as const) : []));
      outcomes = await run(server);
    });

    afterAll(async () => {
      await server?.kill();
      await rm(folder, { recursive: true, force: true });
    });

    test.each(names)("%s", (name) => {
      expect([...outcomes.keys()]).toContain(name);
      expect(outcomes.get(name)).toBeUndefined();
    });
  });
}
