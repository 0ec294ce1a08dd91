import type { Reporter, TestCase, TestModule } from "vitest/node";
import { allowedSkips } from "./allowed-skips.ts";

/**
 * Ends a run with every skipped test and its reason, then `N passed, N failed[, N skipped]` as the
 * very last line. In CI a skip without leave counts as a failure.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => stateOf(test) === "skipped").map(skipOf);
    const refused = process.env.CI ? skipped.filter((skip) => !skip.allowed) : [];
    for (const skip of skipped) {
      console.log(`${refused.includes(skip) ? "skipped without leave" : "skipped"}: ${skip.text}`);
    }
    if (refused.length > 0) process.exitCode = 1;
    const failed = tests.filter((test) => stateOf(test) === "failed").length;
    const failures = failed + modules.flatMap(errorsOutsideTests).length + unhandledErrors.length;
    const passed = tests.filter((test) => stateOf(test) === "passed").length;
    const skips = skipped.length - refused.length;
    const counts = `${passed} passed, ${failures + refused.length} failed`;
    console.log(skips > 0 ? `${counts}, ${skips} skipped` : counts);
  }
}

/** A test that never began, in a run that was interrupted, is a skipped one. */
function stateOf(test: TestCase): "passed" | "failed" | "skipped" {
  const { state } = test.result();
  return state === "pending" ? "skipped" : state;
}

interface Skip {
  readonly text: string;
  readonly allowed: boolean;
}

function skipOf(test: TestCase): Skip {
  const result = test.result();
  const reason = result.state === "skipped" && result.note ? ` (${result.note})` : "";
  const text = `${test.module.relativeModuleId} > ${test.fullName}${reason}`;
  return { text, allowed: allowedSkips.some((skip) => skip.test.test(text)) };
}

/** A file that cannot be loaded, a hook that fails: no test says so. */
function errorsOutsideTests(module: TestModule): readonly unknown[] {
  const suites = [...module.children.allSuites()];
  return [module, ...suites].flatMap((suite) => suite.errors());
}
