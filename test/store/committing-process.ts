import { codec } from "../../emulator/grpc/codec.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { event, message, orchestration, writesTo } from "./records.ts";

/**
 * Commits to the folder named, one group after the other, and prints each number once it is in.
 * `full` or `normal` may follow, and how many groups it is to be: it goes on for ever unless told.
 */
const [, , folder = "", word = "full", count = "Infinity"] = process.argv;
const durability = word === "normal" ? "normal" : "full";
const { store } = await openSqliteStore({ folder, durability, codec });
await store.createHub("h");
for (let number = 1; number <= Number(count); number += 1) {
  const id = `i${number}`;
  await store.commit(
    writesTo(
      "h",
      id,
      { type: "orchestration-saved", orchestration: orchestration(id) },
      { type: "history-appended", events: [event("a"), event("b")] },
      { type: "message-sent", message: message(number, id) },
    ),
  );
  console.log(number);
}
await store.close();
