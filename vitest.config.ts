import { defineConfig, type TestProjectConfiguration } from "vitest/config";

/** How the tests of one folder run. Milliseconds. */
interface Project {
  readonly testMillis: number;
  /** Setting up an engine may build it; see scripts/engines. */
  readonly hookMillis: number;
  /** Two heavy tests at once starve each other of processor time and fail by the clock. */
  readonly heavy: boolean;
  /** Runs what is published: dist/ is built first when a source is newer. */
  readonly built?: true;
}

const second = 1_000;
const minute = 60 * second;

const projects: Readonly<Record<string, Project>> = {
  unit: { testMillis: 15 * second, hookMillis: 30 * second, heavy: false },
  store: { testMillis: 30 * second, hookMillis: 30 * second, heavy: false },
  cli: { testMillis: minute, hookMillis: 2 * minute, heavy: true, built: true },
  package: { testMillis: 3 * minute, hookMillis: 3 * minute, heavy: true, built: true },
  bench: { testMillis: 5 * minute, hookMillis: minute, heavy: true },
  sdk: { testMillis: 2 * minute, hookMillis: 10 * minute, heavy: true },
  reliability: { testMillis: 2 * minute, hookMillis: minute, heavy: true },
  fuzz: { testMillis: 5 * minute, hookMillis: minute, heavy: true },
  simulation: { testMillis: 5 * minute, hookMillis: minute, heavy: true },
  browser: { testMillis: 2 * minute, hookMillis: 10 * minute, heavy: true },
  container: { testMillis: 5 * minute, hookMillis: 15 * minute, heavy: true, built: true },
  infra: { testMillis: 5 * minute, hookMillis: 15 * minute, heavy: true },
  templates: { testMillis: 10 * minute, hookMillis: 15 * minute, heavy: true, built: true },
  long: { testMillis: 60 * minute, hookMillis: 15 * minute, heavy: true, built: true },
};

/** Sources are run as they are, also where the kit imports itself by its public name. */
const conditions = ["@durable-task-kit/source", "node"];

export default defineConfig({
  test: {
    projects: Object.entries(projects).map(([name, project]) => projectOf(name, project)),
    reporters: ["default", "./test/reporters/counts.ts"],
  },
});

function projectOf(name: string, project: Project): TestProjectConfiguration {
  return {
    ssr: { resolve: { conditions } },
    test: {
      name,
      ...filesOf(name),
      environment: "node",
      testTimeout: project.testMillis,
      hookTimeout: project.hookMillis,
      globalSetup: project.built ? ["./test/build-first.ts"] : [],
      ...(project.heavy
        ? { maxWorkers: 1, sequence: { groupOrder: 1 } }
        : { maxWorkers: 2, sequence: { groupOrder: 0 } }),
    },
  };
}

/** A project's tests lie in the folder of its name; all other folders are unit tests. */
function filesOf(name: string): { readonly include: string[]; readonly exclude: string[] } {
  if (name !== "unit") return { include: [`test/${name}/**/*.test.ts`], exclude: [] };
  const others = Object.keys(projects).filter((other) => other !== "unit");
  return { include: ["test/**/*.test.ts"], exclude: others.map((other) => `test/${other}/**`) };
}
