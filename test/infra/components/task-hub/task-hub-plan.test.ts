import { expect, test } from "vitest";
import { planTaskHub } from "../../../../infra/components/task-hub/task-hub-plan.ts";
import { refusedArguments } from "../../refused-arguments.ts";

test("a task hub is named after its component", () => {
  expect(planTaskHub("orders", {})).toEqual({
    ok: true,
    plan: { pulumiName: "orders-task-hub", taskHubName: "orders" },
  });
});

test("a task hub can have another name than its component", () => {
  expect(planTaskHub("orders", { taskHubName: "default" })).toMatchObject({
    plan: { taskHubName: "default" },
  });
});

test.each(["", "ab", "-hub", "hub-", "my_hub", "my hub", "h".repeat(64)])(
  "%s is no task hub's name",
  (taskHubName) => {
    expect(refusedArguments(planTaskHub("orders", { taskHubName }))).toEqual(["taskHubName"]);
  },
);
