import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { type RunningKit, startKit } from "../engines/kit.ts";
import { atLeast, atMost, type Figure, median } from "../figure.ts";
import { drive } from "../measure.ts";
import { useOf } from "../process-use.ts";

const fill = fileURLToPath(new URL("./fill.ts", import.meta.url));
const count = 1_000_000;
const pageMillisMax = 50;
const pageRepeat = 9;

/** What people ask first of a hub that holds much; each page with its total and the counts. */
const pages: Readonly<Record<string, string>> = {
  "first page": "",
  "a page by status that few have": "status=suspended",
  "a page by status that most have": "status=running",
  "a page by name": "sort=name&direction=ascending",
  "a search for a name that few have": "search=RefundCustomer",
  "a search for part of one id": "search=order-7a3f5",
};

/** The folder is filled once; the empty one beside it takes its load in turn. */
export async function measureMillion(seconds: number, repeat: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-bench-million-"));
  try {
    const [full, empty] = [join(folder, "full"), join(folder, "empty")];
    await execa(process.execPath, [fill, full, `${count}`, "default"]);
    const started = performance.now();
    const running = await startKit(full);
    const openingMillis = performance.now() - started;
    try {
      const read = await readPages(running);
      const dispatch = await dispatchRatio(running, empty, seconds, repeat);
      const megabytes = useOf(running.pids).rssMegabytes;
      return [
        atMost("opening, ms", openingMillis, 3_000),
        ...read,
        atLeast("dispatch / dispatch of an empty store", dispatch, 0.9),
        atMost("memory after all this, MB", megabytes, 600),
      ].map((figure) => ({ ...figure, name: `1,000,000 stored: ${figure.name}` }));
    } finally {
      await running.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPages({ dashboard }: RunningKit): Promise<readonly Figure[]> {
  const read = async (query: string) => {
    const started = performance.now();
    const answer = await fetch(`${dashboard}/api/instances?hub=default&${query}`);
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.json();
    return performance.now() - started;
  };
  // A browser has loaded the page by then, and this process has made its first request.
  for (const path of ["", "api/overview"]) await (await fetch(`${dashboard}/${path}`)).text();
  const figures: Figure[] = [atMost("the very first page, ms", await read(""), pageMillisMax)];
  for (const [name, query] of Object.entries(pages)) {
    const times: number[] = [];
    while (times.length < pageRepeat) times.push(await read(query));
    figures.push(atMost(`${name}, ms`, median(times), pageMillisMax));
  }
  return figures;
}

/** Pairs of one run each: their ratios scatter by a tenth about the median. */
const pairCountMin = 9;

/** Both take their load in turns, each of them first in every other pair. */
async function dispatchRatio(
  full: RunningKit,
  emptyFolder: string,
  seconds: number,
  repeat: number,
): Promise<number> {
  const empty = await startKit(emptyFolder);
  try {
    const rate = async ({ address, pids }: RunningKit) => {
      const lengths = { warmUpMillis: 2_000, measureMillis: seconds * 1_000 };
      const order = { address, scenario: "sequence-5", concurrency: 32, ...lengths };
      return (await drive("drivers/lean.ts", order, pids)).figures.perSecond;
    };
    const ratioOf = async (first: RunningKit, second: RunningKit) =>
      (await rate(first)) / (await rate(second));
    const ratios: number[] = [];
    while (ratios.length < Math.max(pairCountMin, repeat)) {
      const isFullFirst = ratios.length % 2 === 0;
      ratios.push(isFullFirst ? await ratioOf(full, empty) : 1 / (await ratioOf(empty, full)));
    }
    return median(ratios);
  } finally {
    await empty.stop();
  }
}
