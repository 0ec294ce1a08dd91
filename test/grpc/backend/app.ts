import type { App } from "./host.ts";

/** The function app that the tests run. */
export const app: App = {
  activities: {
    greet: (name) => `Hello ${name}`,
    fail: () => {
      throw new Error("no luck");
    },
  },
  entities: {
    counter: (state = "0", operation, input) =>
      operation === "delete" ? "" : String(Number(state) + Number(input)),
  },
  orchestrators: {
    *greetTwice({ activity, setStatus }, input) {
      const first = yield activity("greet", input);
      setStatus("half");
      return `${first}, ${yield activity("greet", first)}`;
    },
    *catchFailure({ activity }) {
      try {
        return yield activity("fail");
      } catch (error) {
        return `caught: ${error instanceof Error ? error.message : error}`;
      }
    },
    *failing({ activity }) {
      return yield activity("fail");
    },
    *sleep({ timer }, millis) {
      yield timer(new Date(Date.now() + Number(millis)));
      return "awake";
    },
    *collect({ event }, count) {
      const values = [];
      while (values.length < Number(count)) values.push(yield event("item"));
      return values.join();
    },
    *parent({ child, instanceId }, input) {
      return `child said ${yield child("greetTwice", `${instanceId}-child`, input)}`;
    },
    *failingParent({ child, instanceId }) {
      return yield child("failing", `${instanceId}-child`);
    },
    *countDown({ activity, continueAsNew }, left) {
      yield activity("greet", left);
      if (left === "0") return "done";
      continueAsNew(String(Number(left) - 1));
      return undefined;
    },
    *add({ callEntity, signalEntity }, entityId = "") {
      signalEntity(entityId, "add", "1");
      return yield callEntity(entityId, "add", "2");
    },
    *transfer({ lock, unlock, callEntity }, input = "") {
      const [from = "", to = ""] = input.split("|");
      const held = lock([from, to]);
      yield held;
      yield callEntity(from, "add", "-5");
      const received = yield callEntity(to, "add", "5");
      unlock(held);
      return received;
    },
    *tell({ sendEvent, activity }, target = "") {
      sendEvent(target, "item", "told");
      return yield activity("greet", target);
    },
  },
};
