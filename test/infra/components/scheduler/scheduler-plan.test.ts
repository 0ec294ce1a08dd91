import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NetworkChoice } from "../../../../infra/components/scheduler/network-choice.ts";
import type { RetentionChoice } from "../../../../infra/components/scheduler/retention-choice.ts";
import {
  planScheduler,
  type SchedulerChoices,
} from "../../../../infra/components/scheduler/scheduler-plan.ts";
import type { SkuChoice } from "../../../../infra/components/scheduler/sku-choice.ts";
import { refusedArguments } from "../../refused-arguments.ts";

const dedicated: SkuChoice = { name: "Dedicated", capacity: 1 };
const consumption: SkuChoice = { name: "Consumption" };
const accepted: SchedulerChoices = { sku: dedicated, network: { access: "private" } };

function refusedWith(change: object): readonly string[] {
  return refusedArguments(planScheduler("orders", { ...accepted, ...change }));
}

describe("names", () => {
  test.each(["abc", "a-b-c", "A1b", "a".repeat(63)])("%s is a scheduler's name", (name) => {
    expect(refusedWith({ schedulerName: name })).toEqual([]);
  });

  test.each(["", "ab", "-abc", "abc-", "a_b", "a.b", "añb", "a".repeat(64)])(
    "%s is no scheduler's name",
    (name) => {
      expect(refusedWith({ schedulerName: name })).toEqual(["schedulerName"]);
    },
  );

  test("a component's name must leave room for what Pulumi appends", () => {
    const longest = "a".repeat(63 - "-scheduler".length - 8);
    expect(refusedArguments(planScheduler(longest, accepted))).toEqual([]);
    expect(refusedArguments(planScheduler(`${longest}a`, accepted))).toEqual(["schedulerName"]);
  });

  test("a long component's name is no matter where the Azure name is given", () => {
    const choices = { ...accepted, schedulerName: "orders" };
    expect(refusedArguments(planScheduler("a".repeat(100), choices))).toEqual([]);
  });
});

describe("SKU", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["Consumption without capacity", { name: "Consumption" }, []],
    ["Consumption with capacity", { name: "Consumption", capacity: 1 }, ["sku.capacity"]],
    ["Dedicated with one unit", { name: "Dedicated", capacity: 1 }, []],
    ["Dedicated with three units", { name: "Dedicated", capacity: 3 }, []],
    ["Dedicated without capacity", { name: "Dedicated" }, ["sku.capacity"]],
    ["Dedicated with none", { name: "Dedicated", capacity: 0 }, ["sku.capacity"]],
    ["Dedicated with four units", { name: "Dedicated", capacity: 4 }, ["sku.capacity"]],
    ["Dedicated with half a unit", { name: "Dedicated", capacity: 1.5 }, ["sku.capacity"]],
    ["capacity as text", { name: "Dedicated", capacity: "1" }, ["sku.capacity"]],
    ["an unknown SKU", { name: "Premium" }, ["sku.name"]],
    ["a name every object has", { name: "toString" }, ["sku.name"]],
    ["no SKU", undefined, ["sku.name"]],
  ])("%s", (_title, sku, refused) => {
    expect(refusedWith({ sku })).toEqual(refused);
  });

  test("Consumption sends no capacity at all", () => {
    const planned = planScheduler("orders", { ...accepted, sku: consumption });
    expect(planned).toMatchObject({ plan: { properties: { sku: { name: "Consumption" } } } });
    expect(JSON.stringify(planned)).not.toContain("capacity");
  });
});

describe("network", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["private", { access: "private" }, []],
    ["public, said so", { access: "public-from-anywhere" }, []],
    ["addresses and ranges", { access: "allow-list", addresses: ["1.2.3.4", "::1/64"] }, []],
    ["no choice", undefined, ["network.access"]],
    ["an unknown choice", { access: "public" }, ["network.access"]],
    ["a list that is missing", { access: "allow-list" }, ["network.addresses"]],
    ["an empty list", { access: "allow-list", addresses: [] }, ["network.addresses"]],
    ["everybody in a list", list("10.0.0.0/8", "0.0.0.0/0"), ["network.addresses[1]"]],
    ["everybody in IPv6", list("::/0"), ["network.addresses[0]"]],
    ["an address twice", list("1.2.3.4", "1.2.3.4"), ["network.addresses[1]"]],
    ["a host name", list("example.com"), ["network.addresses[0]"]],
    ["a prefix too long", list("1.2.3.4/33", "::1/129"), at(0, 1)],
    ["half an address", list("1.2.3", "1.2.3.4/", "/8", ""), at(0, 1, 2, 3)],
  ])("%s", (_title, network, refused) => {
    expect(refusedWith({ network })).toEqual(refused);
  });

  test.each<readonly [NetworkChoice, object]>([
    [{ access: "private" }, { publicNetworkAccess: "Disabled", ipAllowlist: [] }],
    [
      { access: "public-from-anywhere" },
      { publicNetworkAccess: "Enabled", ipAllowlist: ["0.0.0.0/0"] },
    ],
    [list("1.2.3.4"), { publicNetworkAccess: "Enabled", ipAllowlist: ["1.2.3.4"] }],
  ])("%j is asked for as %j", (network, properties) => {
    const planned = planScheduler("orders", { ...accepted, network });
    expect(planned).toMatchObject({ plan: { properties } });
  });
});

describe("retention", () => {
  test.each<readonly [string, SkuChoice, object, readonly string[]]>([
    ["Dedicated keeps 90 days", dedicated, { everyState: 90 }, []],
    ["Dedicated keeps no 91 days", dedicated, { everyState: 91 }, ["retention.everyState"]],
    ["Consumption keeps 30 days", consumption, { everyState: 30 }, []],
    ["Consumption keeps no 31 days", consumption, { everyState: 31 }, ["retention.everyState"]],
    ["0 is as soon as possible", dedicated, { completed: 0 }, []],
    ["less than 0", dedicated, { failed: -1 }, ["retention.failed"]],
    ["half a day", dedicated, { canceled: 0.5 }, ["retention.canceled"]],
    ["days as text", dedicated, { terminated: "7" }, ["retention.terminated"]],
    ["a state that never ends", dedicated, { running: 7 }, ["retention.running"]],
    ["no days at all", dedicated, {}, ["retention"]],
  ])("%s", (_title, sku, retention, refused) => {
    expect(refusedWith({ sku, retention })).toEqual(refused);
  });

  test("left out, Azure's default stays", () => {
    expect(planScheduler("orders", accepted)).toMatchObject({ plan: { retention: undefined } });
  });

  test("each state becomes one entry, and all states one without a state", () => {
    const retention: RetentionChoice = { everyState: 30, failed: 90 };
    expect(planScheduler("orders", { ...accepted, retention })).toMatchObject({
      plan: {
        retention: [
          { retentionPeriodInDays: 30 },
          { retentionPeriodInDays: 90, orchestrationState: "Failed" },
        ],
      },
    });
  });
});

describe("refusals", () => {
  test("all come at once, each with its rule and the way out", () => {
    const choices: SchedulerChoices = {
      schedulerName: "a_b",
      sku: { name: "Dedicated", capacity: 9 },
      network: list(),
      retention: { everyState: 365 },
    };
    const planned = planScheduler("orders", choices);
    expect(refusedArguments(planned)).toEqual([
      "schedulerName",
      "sku.capacity",
      "network.addresses",
      "retention.everyState",
    ]);
    expect(planned).toMatchObject({ ok: false, subject: 'Scheduler "orders"' });
    for (const { rule, wayOut } of planned.ok ? [] : planned.refusals) {
      expect(rule).not.toBe("");
      expect(wayOut).not.toBe("");
    }
  });

  test("whatever comes, the plan either names arguments or is one that Azure takes", () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const planned = planScheduler("orders", choices);
        if (!planned.ok) return planned.refusals.length > 0;
        const { sku, ipAllowlist, publicNetworkAccess } = planned.plan.properties;
        const days = planned.plan.retention?.map((entry) => entry.retentionPeriodInDays) ?? [];
        return (
          (sku.name === "Consumption") === (sku.capacity === undefined) &&
          (publicNetworkAccess === "Disabled") === (ipAllowlist.length === 0) &&
          new Set(ipAllowlist).size === ipAllowlist.length &&
          days.every((day) => day >= 0 && day <= (sku.name === "Consumption" ? 30 : 90))
        );
      }),
    );
  });
});

const capacity = fc.integer({ min: -1, max: 5 });
const days = fc.integer({ min: -5, max: 100 });
const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant("0.0.0.0/0"), fc.string());
const anyChoices: fc.Arbitrary<SchedulerChoices> = fc.record({
  sku: fc.oneof(
    fc.constant(consumption),
    fc.record({ name: fc.constant("Dedicated" as const), capacity }),
  ),
  network: fc.oneof(
    fc.constant<NetworkChoice>({ access: "private" }),
    fc.constant<NetworkChoice>({ access: "public-from-anywhere" }),
    fc.array(address, { maxLength: 4 }).map((addresses) => list(...addresses)),
  ),
  retention: fc.record({ everyState: days, failed: days }, { requiredKeys: [] }),
});

function list(...addresses: readonly string[]): NetworkChoice {
  return { access: "allow-list", addresses };
}

function at(...indexes: readonly number[]): readonly string[] {
  return indexes.map((index) => `network.addresses[${index}]`);
}
