import { codec } from "../../emulator/grpc/codec.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { event, message, orchestration, writesTo } from "./records.ts";

/** Commits to the folder named, one group after the other, and prints each number once it is in. */
const [, , folder = ""] = process.argv;
const { store } = await openSqliteStore({ folder, durability: "full", codec });
await store.createHub("h");
for (let number = 1; ; number += 1) {
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
