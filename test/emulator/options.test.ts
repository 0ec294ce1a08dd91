import { describe, expect, test } from "vitest";
import { defaultDataFolder, defaultOptions, optionsFrom } from "../../emulator/options.ts";

test("nothing given means the defaults, with data in a folder", () => {
  expect(optionsFrom({}, {})).toEqual({ ...defaultOptions, dataFolder: defaultDataFolder });
});

test("a flag goes before its environment variable, which goes before the default", () => {
  const environment = { DTK_GRPC_PORT: "1", DTK_REST_PORT: "2" };
  const options = optionsFrom({ "--grpc-port": "3" }, environment);
  expect([options.grpcPort, options.restPort, options.dashboardPort]).toEqual([3, 2, 8082]);
});

test("the official emulator's variables are understood", () => {
  const environment = { DTS_TASK_HUB_NAMES: "a, Two_2.x", DTS_USE_DYNAMIC_TASK_HUBS: "True" };
  const { taskHubs, dynamicTaskHubs } = optionsFrom({}, environment);
  expect([taskHubs, dynamicTaskHubs]).toEqual([["a", "Two_2.x"], true]);
});

test("an empty variable counts as none", () => {
  expect(optionsFrom({}, { DTS_TASK_HUB_NAMES: "" }).taskHubs).toEqual(["default"]);
});

test("in memory means no folder", () => {
  expect(optionsFrom({ "--in-memory": "true" }, { DTK_DATA: "x" }).dataFolder).toBeUndefined();
});

test("a folder given by flag goes before memory asked for by environment", () => {
  expect(optionsFrom({ "--data": "x" }, { DTK_IN_MEMORY: "true" }).dataFolder).toBe("x");
});

test("any free port may be asked for more than once", () => {
  const flags = { "--grpc-port": "0", "--rest-port": "0", "--dashboard-port": "0" };
  const { grpcPort, restPort, dashboardPort } = optionsFrom(flags, {});
  expect([grpcPort, restPort, dashboardPort]).toEqual([0, 0, 0]);
});

test("a token file and a number of streams are taken as they are", () => {
  const flags = { "--auth-token-file": "secrets/token", "--streams-per-peer": "7" };
  const { authTokenFile, streamsPerPeer } = optionsFrom(flags, {});
  expect([authTokenFile, streamsPerPeer]).toEqual(["secrets/token", 7]);
});

describe("is refused, naming the flag or variable, the value and the way out:", () => {
  test.each([
    [{ "--auth-token-file": "" }, {}, /--auth-token-file .* give a path/],
    [{}, { DTK_STREAMS_PER_PEER: "0" }, /DTK_STREAMS_PER_PEER=0 .* from 1 to 1000000/],
    [{ "--streams-per-peer": "many" }, {}, /--streams-per-peer many is no count/],
    [{ "--grpc-port": "65536" }, {}, /--grpc-port 65536 .* 0 \(any free one\) to 65535/],
    [{ "--rest-port": "-1" }, {}, /--rest-port -1/],
    [{ "--dashboard-port": "" }, {}, /--dashboard-port/],
    [{}, { DTK_GRPC_PORT: "http" }, /DTK_GRPC_PORT=http/],
    [{ "--grpc-port": "8081" }, {}, /Port 8081 is given twice; .*--rest-port.*0 = any/],
    [{ "--management-port": "8082" }, {}, /Port 8082 is given twice; .*--management-port/],
    [{}, { DTK_MANAGEMENT_PORT: "on" }, /DTK_MANAGEMENT_PORT=on is no port/],
    [{ "--host": "a b" }, {}, /--host a b .*127\.0\.0\.1/],
    [{ "--data": "" }, {}, /--data .*--in-memory/],
    [{ "--data": "x", "--in-memory": "true" }, {}, /exclude each other/],
    [{ "--task-hubs": "ok1,a/b" }, {}, /'a\/b' is no task hub name; use 1 to 64/],
    [{ "--task-hubs": "one,ONE" }, {}, /'ONE' is named twice/],
    [{}, { DTS_USE_DYNAMIC_TASK_HUBS: "yes" }, /neither true nor false/],
    [{ "--durability": "some" }, {}, /full or normal/],
    [{ "--allowed-hosts": "dts,a b" }, {}, /'a b'/],
    [
      { "--allowed-origins": "http://a:1,http://b/" },
      {},
      /'http:\/\/b\/' is no origin; use scheme/,
    ],
    [{}, { DTK_ALLOWED_ORIGINS: "*" }, /DTK_ALLOWED_ORIGINS=\*: '\*' is no origin/],
  ])("%j %j", (flags, environment, message) => {
    expect(() => optionsFrom(flags, environment)).toThrow(message);
  });
});
