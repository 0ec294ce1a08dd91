import { describe, expect, test } from "vitest";
import { prettyJson, tokensOf } from "../../emulator/dashboard/app/detail/json-tokens.ts";
import { tagsOf, tagsText } from "../../emulator/dashboard/app/dialogs/tags-text.ts";
import { durationText, relativeText, totalText } from "../../emulator/dashboard/app/format.ts";
import { ticksOf } from "../../emulator/dashboard/app/history/axis.ts";
import { grown, noHistory } from "../../emulator/dashboard/app/history/grown.ts";
import { heldRows } from "../../emulator/dashboard/app/list/held-rows.ts";
import {
  listAddressOf,
  parametersOf,
  sortedBy,
  withStatus,
} from "../../emulator/dashboard/app/list/list-address.ts";
import { detailPath, listPath, routeOf, sectionPath } from "../../emulator/dashboard/app/route.ts";
import type { InstanceRow } from "../../emulator/dashboard/views.ts";
import { at, raised } from "./history-of.ts";

describe("durations", () => {
  test.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1_000, "1.0 s"],
    [9_990, "9.9 s"],
    [59_900, "59 s"],
    [60_000, "1 m"],
    [200_000, "3 m 20 s"],
    [7_260_000, "2 h 1 m"],
    [187_200_000, "2 d 4 h"],
    [-5, "0 ms"],
  ])("%i is %s", (millis, text) => {
    expect(durationText(millis)).toBe(text);
  });
});

test.each([
  [1_000, "now"],
  [12_000, "12 s ago"],
  [-180_000, "in 3 m"],
  [5 * 86_400_000, "5 d ago"],
])("a time %i ms away is %s", (distance, text) => {
  expect(relativeText(1_000_000_000, 1_000_000_000 + distance)).toBe(text);
});

test("a total that is no more than the least says so", () => {
  expect(totalText(1_000, false)).toBe("1,000");
  expect(totalText(1_000, true)).toBe("1,000+");
});

describe("routes", () => {
  test.each(["default", "a hub/with odd %41 + chars", "naïve"])("of hub %s come back", (hub) => {
    expect(routeOf(listPath(hub))).toEqual({ page: "orchestrations", hub });
  });

  test.each(["order-1", "every day@09:00+00:44", "a/b?c#d%20", "50%"])(
    "of instance %s come back",
    (instanceId) => {
      const hub = "default";
      const route = { page: "orchestration", hub, id: instanceId };
      expect(routeOf(detailPath(hub, instanceId))).toEqual(route);
    },
  );

  test("of entities are apart from those of orchestrations", () => {
    const id = "@cart@a/b";
    expect(routeOf(detailPath("h", id))).toEqual({ page: "entity", hub: "h", id });
    expect(routeOf(sectionPath("h", "workers"))).toEqual({ page: "workers", hub: "h" });
  });

  test.each([
    ["/", "home"],
    ["/subscriptions/default/schedulers/default/taskhubs/payments", "orchestrations"],
    [
      "/subscriptions/local/schedulers/emulator/taskhubs/payments/orchestrations/",
      "orchestrations",
    ],
    [
      "/subscriptions/local/schedulers/emulator/taskhubs/payments/orchestrations/a/b",
      "orchestration",
    ],
    ["/subscriptions/local/schedulers/emulator/taskhubs/payments/toString", "unknown"],
    ["/subscriptions/local", "unknown"],
    ["/subscriptions/local/schedulers/emulator/taskhubs/%E0/orchestrations", "unknown"],
  ])("%s is %s", (path, page) => {
    expect(routeOf(path).page).toBe(page);
  });
});

describe("the list's address", () => {
  test("says nothing of what is usual", () => {
    const usual = listAddressOf(new URLSearchParams());
    expect(Object.values(parametersOf(usual)).every((value) => value === "")).toBe(true);
  });

  test("keeps filter, search, order and place", () => {
    const query = "status=running%2Cfailed&search=ord&sort=name&direction=ascending&after=abc";
    const address = listAddressOf(new URLSearchParams(query));
    expect(new URLSearchParams(parametersOf(address)).toString()).toBe(query);
  });

  test("goes back to the first page when filter or order change", () => {
    const address = listAddressOf(new URLSearchParams("after=abc"));
    expect(withStatus(address, "failed")).toMatchObject({ statuses: ["failed"], after: "" });
    expect(sortedBy(address, "name")).toMatchObject({ direction: "ascending", after: "" });
  });

  test("turns round when a column is chosen twice", () => {
    const once = sortedBy(listAddressOf(new URLSearchParams()), "lastUpdatedAt");
    expect(once.direction).toBe("descending");
    expect(sortedBy(once, "lastUpdatedAt").direction).toBe("ascending");
  });
});

describe("held rows", () => {
  const row = (instanceId: string, lastUpdatedAt: number): InstanceRow => ({
    instanceId,
    name: "n",
    status: "running",
    createdAt: 0,
    lastUpdatedAt,
    tags: {},
  });

  test("stay in their places, up to date, and new ones are counted", () => {
    const held = heldRows([row("b", 1), row("a", 1)], [row("d", 9), row("c", 9), row("b", 9)]);
    expect(held).toEqual({ rows: [row("b", 9), row("a", 1)], newer: 2 });
  });
});

describe("a loaded history", () => {
  const event = (name: string) => at(1, -1, raised(name));
  const part = { now: 0, executionId: "x", total: 3, from: 0, events: [event("a"), event("b")] };

  test("grows by the parts that follow", () => {
    const history = grown(grown(noHistory, part), { ...part, from: 2, events: [event("c")] });
    expect(history.events).toEqual([event("a"), event("b"), event("c")]);
  });

  test("begins afresh with another execution, and wants its first part", () => {
    const before = grown(noHistory, part);
    const other = { ...part, executionId: "y", from: 2, events: [event("z")] };
    expect(grown(before, other).events).toEqual([]);
    expect(grown(before, { ...other, from: 0 }).events).toEqual([event("z")]);
  });
});

describe("JSON for people", () => {
  test("is laid out without touching what it says", () => {
    const text = '{"id":12345678901234567890,"id":1.0,"list":[ ],"more":[1,{"a":null}],"s":"{,:}"}';
    expect(prettyJson(text)).toBe(
      [
        "{",
        '  "id": 12345678901234567890,',
        '  "id": 1.0,',
        '  "list": [],',
        '  "more": [',
        "    1,",
        "    {",
        '      "a": null',
        "    }",
        "  ],",
        '  "s": "{,:}"',
        "}",
      ].join("\n"),
    );
  });

  test("is nothing when the text is not JSON", () => {
    expect(prettyJson("{not json")).toBeUndefined();
  });

  test("has tokens that join to the very text", () => {
    const pretty = prettyJson('{"a":"b \\" c","d":[1,-2.5e3,true,null]}') ?? "";
    const tokens = tokensOf(pretty);
    expect(tokens.map(({ text }) => text).join("")).toBe(pretty);
    const kinds = tokens.map(({ kind }) => kind).filter((kind) => kind !== "plain");
    expect(kinds).toEqual(["key", "text", "key", "number", "number", "word", "word"]);
  });
});

test.each([1, 950, 4_200, 65_000, 3_600_000, 400_000_000, 1e12])(
  "an axis of %i ms has at most eight marks, in order and inside",
  (span) => {
    const places = ticksOf(span).map(({ place }) => place);
    expect(places.length).toBeLessThanOrEqual(8);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(places.every((place) => place >= 0 && place < 1)).toBe(true);
  },
);

describe("tags", () => {
  test("are written name=value with commas, and read back", () => {
    expect(tagsOf(" team=a b, note=x=y ,")).toEqual({ team: "a b", note: "x=y" });
    expect(tagsText({ team: "a", region: "b" })).toBe("team=a, region=b");
  });

  test("need a name", () => {
    expect(() => tagsOf("billing")).toThrow("written name=value, not 'billing'");
  });
});
