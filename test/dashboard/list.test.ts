import { beforeAll, expect, test } from "vitest";
import { foundByTextMax, readList } from "../../emulator/dashboard/list.ts";
import { listQueryOf } from "../../emulator/dashboard/list-query.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import type { Reader } from "../../emulator/store/reader.ts";
import { orchestration, writesTo } from "../store/records.ts";

let reader: Reader;

beforeAll(async () => {
  const opened = await openMemoryStore({ codec });
  await opened.store.createHub("default");
  reader = opened.reader;
  const names = [...Array<string>(foundByTextMax).fill("Ship"), "Bill"];
  const writes = names.flatMap((name, number) => {
    const one = orchestration(`order-${number}`, { name });
    return writesTo("default", one.instanceId, { type: "orchestration-saved", orchestration: one });
  });
  await opened.store.commit(writes);
});

async function totalOf(parameters: string) {
  const query = listQueryOf(new URLSearchParams(parameters));
  if (typeof query === "string") throw new Error(query);
  const { total, totalIsLeast } = await readList(reader, "default", query, 0);
  return { total, totalIsLeast };
}

test.each([
  ["of everything is exact", "", foundByTextMax + 1, false],
  ["by status is exact", "status=running", foundByTextMax + 1, false],
  ["of a search with few matches is exact", "search=bill", 1, false],
  ["of a search with as many as are counted is exact", "search=ship", foundByTextMax, false],
  ["of a search with more is the least there are", "search=order", foundByTextMax, true],
])("the total %s", async (_, parameters, total, totalIsLeast) => {
  expect(await totalOf(parameters)).toEqual({ total, totalIsLeast });
});
