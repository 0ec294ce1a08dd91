import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consumption, group, schedulers, startArm, subscription } from "./arm.ts";

const names = [
  "location",
  "properties",
  "sku",
  "name",
  "capacity",
  "ipAllowlist",
  "tags",
  "identity",
];
const values = fc.jsonValue({ maxDepth: 3 });
const named = fc.dictionary(fc.constantFrom(...names, "type", "id", "__proto__"), values);

/** Bodies of the right shape with values of any kind, of any shape, and no JSON at all. */
const bodies = fc.oneof(
  values.map((value) => JSON.stringify(value)),
  named.map((value) => JSON.stringify(value)),
  fc
    .tuple(named, named)
    .map(([sku, rest]) =>
      JSON.stringify({ location: "northcentralus", properties: { ...rest, sku } }),
    ),
  fc.string(),
);

describe("no body, however odd, is more than refused", () => {
  test.each([
    ["PUT", `${schedulers}/odd`],
    ["PATCH", `${schedulers}/calm`],
    ["PUT", `${schedulers}/calm/taskHubs/odd`],
    ["PUT", `${schedulers}/calm/retentionPolicies/default`],
    ["PUT", `${subscription}/resourceGroups/odd`],
    ["POST", "/tenant/oauth2/v2.0/token"],
  ])("by %s %s", async (method, path) => {
    const arm = await startArm();
    await arm.send("PUT", group, { location: "northcentralus" });
    await arm.put(`${schedulers}/calm`, consumption);
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { status } = await arm.send(method, path, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
    const { status, body } = await arm.send("GET", `${schedulers}/calm`);
    expect([status, body.name]).toEqual([200, "calm"]);
  });

  test.each(["%", "%00", "..%2f..", "x".repeat(2_000), "a b", "ä", "'"])(
    "and no name of a resource: %s",
    async (name) => {
      const arm = await startArm();
      await arm.send("PUT", group, { location: "northcentralus" });
      const { status } = await arm.send("PUT", `${schedulers}/${encodeURI(name)}`, consumption);
      expect(status).toBeLessThan(500);
    },
  );
});
