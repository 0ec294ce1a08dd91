import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRange } from "../../../../infra/components/network/address-range.ts";
import { AppNetwork, planAppNetwork } from "../../../../infra/index.ts";
import { refusedArguments } from "../../refused-arguments.ts";
import { registered } from "../../registered.ts";

test.each<readonly [string, object, readonly string[]]>([
  ["the range of the kit", { host: "kubernetes" }, []],
  ["a range of one's own", { host: "functions", addressSpace: "10.0.0.0/16" }, []],
  ["a range too large", { host: "functions", addressSpace: "10.0.0.0/8" }, ["addressSpace"]],
  ["a range too small", { host: "functions", addressSpace: "10.0.0.0/25" }, ["addressSpace"]],
  ["not the first address", { host: "functions", addressSpace: "10.0.1.0/22" }, ["addressSpace"]],
  ["no range", { host: "functions", addressSpace: "10.0.0.0" }, ["addressSpace"]],
  ["no such address", { host: "functions", addressSpace: "10.0.0.300/24" }, ["addressSpace"]],
  ["no such host", { host: "virtual-machines" }, ["host"]],
])("%s", (_title, choices, refused) => {
  const facts = JSON.parse(JSON.stringify(choices));
  expect(refusedArguments(planAppNetwork("orders", facts))).toEqual(refused);
});

test("the subnets lie in the network and share no address", () => {
  const spaces = fc
    .record({ prefix: fc.integer({ min: 16, max: 24 }), block: fc.integer({ min: 0, max: 255 }) })
    .map(({ prefix, block }) => `10.${block}.0.0/${prefix}`);
  fc.assert(
    fc.property(spaces, (addressSpace) => {
      const planned = planAppNetwork("orders", { host: "kubernetes", addressSpace });
      if (!planned.ok) return false;
      const { apps, endpoints } = planned.plan.subnets;
      const [space, first, second] = [addressSpace, apps, endpoints].map(boundsOf);
      if (space === undefined || first === undefined || second === undefined) return false;
      return first.start === space.start && second.start >= first.end && second.end <= space.end;
    }),
  );
});

test.each([
  ["container-apps", "Microsoft.App/environments"],
  ["app-service", "Microsoft.Web/serverFarms"],
] as const)("the apps' subnet for %s belongs to %s", async (host, serviceName) => {
  const resources = await registered(
    () => new AppNetwork("orders", { resourceGroupName: "group", host }),
  );
  expect(resources["VirtualNetwork orders-network"]).toMatchObject({
    addressSpace: { addressPrefixes: ["10.20.0.0/22"] },
    subnets: [
      { name: "apps", addressPrefix: "10.20.0.0/23", delegations: [{ serviceName }] },
      { name: "endpoints", addressPrefix: "10.20.2.0/24" },
    ],
  });
});

/** Undefined for what is no range. */
function boundsOf(text: string) {
  const range = parseRange(text);
  return range && { start: range.start, end: range.start + 2 ** (32 - range.prefix) };
}
