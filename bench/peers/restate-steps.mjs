import { RestatePromise, service } from "@restatedev/restate-sdk";
import { loadRestate } from "./restate-load.mjs";

/** Steps that run within the handler: only their results are stored. */
const step = (context, value) => context.run("step", async () => value);

const orchestration = service({
  name: "orchestration",
  handlers: {
    async sequence(context) {
      let last = 0;
      for (let value = 1; value <= 5; value++) last = await step(context, value);
      return last;
    },
    async fanOut(context) {
      const steps = Array.from({ length: 10 }, (_, value) => step(context, value));
      return (await RestatePromise.all(steps)).length;
    },
  },
});

await loadRestate([orchestration]);
