import { expect, test } from "vitest";
import { countOfFsyncs } from "../../bench/fsyncs.ts";
import { pictureOf } from "../../bench/picture.ts";
import { figureTableOf, jsonOf, missingOf, tableOf } from "../../bench/report.ts";
import { medianOf } from "../../bench/run.ts";
import { runWith } from "./runs.ts";

test("repetitions are told as the median of each figure", () => {
  const [first, second, third] = [
    runWith({ perSecond: 100, p50Millis: 9 }),
    runWith({ perSecond: 300, p50Millis: 1 }),
    runWith({ perSecond: 200, p50Millis: 5 }),
  ];
  expect(medianOf(first, second, third)).toMatchObject({ perSecond: 200, p50Millis: 5 });
  expect(medianOf(first, second)).toMatchObject({ perSecond: 200, p50Millis: 5 });
  expect(medianOf(first)).toEqual(first);
});

test("a table has a row for each run, and no figure where none was counted", () => {
  const table = tableOf([runWith({ perSecond: 1234.5, fsyncs: 0.12345 }), runWith({})]);
  const [, , first, second] = table.split("\n").map((line) => line.split("|").map((c) => c.trim()));
  expect(first?.slice(1, -1)).toEqual(
    "durable-task-kit,lean,sequence-5,32,1235,40,90,95,150,0.123,4096".split(","),
  );
  expect(second?.at(-3)).toBe("");
});

test("a ratio is told beside its target, met or missed", () => {
  const ratio = { name: "ours / theirs", value: 0.5, target: 1, isMet: false };
  expect(figureTableOf("ratio", [ratio])).toMatch(/ours \/ theirs \| +0.5 \| +1 \| missed/);
});

test("what is missing is told with its reason", () => {
  expect(missingOf([{ what: "dbos", reason: "no PostgreSQL" }])).toBe(
    "missing: dbos: no PostgreSQL",
  );
});

test("the JSON has the documented figures and no others", () => {
  const ratio = { name: "ours / theirs", value: 2, target: 1, isMet: true };
  const { machine, runs, ratios } = jsonOf([runWith({ fsyncs: 1 })], [ratio]);
  expect(machine.cores).toBeGreaterThan(0);
  expect(ratios).toEqual({ "ours / theirs": 2 });
  const keys =
    "engine worker scenario concurrency perSecond p50Millis p99Millis cpuPercent rssMegabytes";
  expect(runs.map(Object.keys)).toEqual([keys.split(" ")]);
});

test("a picture shows a bar for each run of its scenario, the fastest the longest", () => {
  const other = runWith({ engine: "restate", worker: "calls", perSecond: 300 });
  const picture = pictureOf("sequence-5", [
    other,
    runWith({}),
    runWith({ scenario: "fan-out-10" }),
  ]);
  const widths = [...(picture ?? "").matchAll(/width="(\d+)" height="16"/g)].map(
    ([, width]) => width,
  );
  expect(widths).toEqual(["400", "200"]);
  expect(pictureOf("start-only", [other])).toBeUndefined();
});

test("a sync that is told in two lines counts once", () => {
  const trace = [
    "12 fdatasync(21) = 0",
    "13 fsync(4 <unfinished ...>",
    "12 fdatasync(21) = 0",
    "13 <... fsync resumed>) = 0",
    "",
  ];
  expect(countOfFsyncs(trace.join("\n"))).toBe(3);
});
