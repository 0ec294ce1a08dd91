import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { PassingMap } from "../../emulator/passing-map.ts";

test("what stays keeps its order while others come and go", () => {
  const map = new PassingMap<number, string>();
  for (let number = 0; number < 5_000; number++) {
    map.set(number, `v${number}`);
    if (number % 1_000 !== 0) map.delete(number);
  }
  expect([...map.keys()]).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  expect([...map.values()]).toEqual(["v0", "v1000", "v2000", "v3000", "v4000"]);
  expect(map.get(1_000)).toBe("v1000");
  expect(map.has(1_001)).toBe(false);
  map.clear();
  expect(map.size).toBe(0);
});

test("each is visited while those that have been visited are deleted", () => {
  const map = new PassingMap<number, number>();
  for (let number = 0; number < 1_000; number++) map.set(number, number);
  const visited: number[] = [];
  for (const number of map.values()) {
    visited.push(number);
    map.delete(number);
  }
  expect(visited).toHaveLength(1_000);
  expect(map.size).toBe(0);
});

test("what has left is gone with the next collection of young garbage, as from no Map", () => {
  const passing = bytesKeptBy("PassingMap");
  const plain = bytesKeptBy("Map");
  expect(passing).toBeLessThan(plain / 4);
});

/** Bytes in use after 10,000 arrays of 800 bytes have passed through and young garbage is gone. */
function bytesKeptBy(type: "PassingMap" | "Map"): number {
  const module = new URL("../../emulator/passing-map.ts", import.meta.url);
  const script = `
    import { PassingMap } from ${JSON.stringify(module)};
    const map = new ${type}();
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < 10_000; number++) {
      map.set(number, new Array(100).fill(number));
      map.delete(number - 50);
    }
    gc({ type: "minor" });
    gc({ type: "minor" });
    console.log(process.memoryUsage().heapUsed - before);
  `;
  const options = ["--expose-gc", "--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, options, { encoding: "utf8" }));
}
