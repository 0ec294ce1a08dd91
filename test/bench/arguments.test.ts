import { expect, test } from "vitest";
import { ArgumentError, readArguments } from "../../bench/arguments.ts";
import { scenarioNames, stateNames } from "../../bench/scenario.ts";

const peers = ["restate", "dbos"];

test("everything is measured unless told otherwise", () => {
  expect(readArguments([], peers)).toEqual({
    scenarios: scenarioNames,
    states: stateNames,
    concurrencies: [1, 32, 256],
    peers,
    seconds: 5,
    repeat: 1,
  });
});

test("options narrow what is measured and say where the figures go", () => {
  const args =
    "--only start-only,sequence-5 --concurrency 8,8,1 --peers dbos --seconds 2 --repeat 5";
  expect(
    readArguments([...args.split(" "), "--json", "a.json", "--picture", "docs"], peers),
  ).toEqual({
    scenarios: ["start-only", "sequence-5"],
    states: [],
    concurrencies: [8, 1],
    peers: ["dbos"],
    seconds: 2,
    repeat: 5,
    json: "a.json",
    picture: "docs",
  });
});

test("help is asked for, whatever else is", () => {
  expect(readArguments(["--help", "--only", "x"], peers)).toBe("help");
});

test("none stands for no peer", () => {
  expect(readArguments(["--peers", "none"], peers)).toMatchObject({ peers: [] });
});

test.each([
  ["an unknown scenario", ["--only", "sequence-6"], 'no scenario "sequence-6"'],
  ["an empty scenario", ["--only", ""], 'no scenario ""'],
  ["an unknown peer", ["--peers", "none,dbos"], 'no peer "none"'],
  ["a concurrency of zero", ["--concurrency", "1,0"], '--concurrency: "0" is not a whole number'],
  ["a fraction of a second", ["--seconds", "0.5"], '--seconds: "0.5" is not a whole number'],
  ["words for a number", ["--repeat", "five"], '--repeat: "five" is not a whole number'],
  ["too many repetitions", ["--repeat", "101"], "from 1 to 100"],
  ["an empty path", ["--json", ""], "--json: the path is empty"],
  ["an unknown option", ["--fast"], "--fast"],
])("%s is refused with what would do", (_, args, message) => {
  const read = () => readArguments(args, peers);
  expect(read).toThrow(ArgumentError);
  expect(read).toThrow(message);
});
