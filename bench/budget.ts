import { readFile } from "node:fs/promises";

/**
 * Tells where a server's main thread spent its time: `node bench/budget.ts <file.cpuprofile>
 * [seconds to skip]`. A moment counts for the innermost function on the stack that a rule names.
 */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

type Frame = Profile["nodes"][number]["callFrame"];

/** The first that fits a function says what it does; one that none fits works for its caller. */
const rules: readonly (readonly [part: string, fits: (frame: Frame) => boolean])[] = [
  ["idle", ({ functionName }) => functionName === "(idle)"],
  ["garbage collection", ({ functionName }) => functionName === "(garbage collector)"],
  ["decode", ({ url, functionName }) => /generated/.test(url) && /^decode|De/.test(functionName)],
  ["encode", ({ url }) => /generated|grpc\/(codec|work-item-encoder|writing)\./.test(url)],
  ["decide", ({ url }) => /emulator\/core\//.test(url)],
  ["commit", ({ url }) => /emulator\/(store\/|committer)/.test(url)],
  ["gRPC", ({ url }) => /grpc-js|emulator\/grpc\/|node:.*http2|node:net|node:.*stream/.test(url)],
  ["hub", ({ url }) => /emulator\//.test(url)],
];

const [file = "", skip = "0"] = process.argv.slice(2);
const profile: Profile = JSON.parse(await readFile(file, "utf8"));
const shares = sharesOf(profile, Number(skip) * 1e6);
const busy = [...shares].filter(([part]) => part !== "idle");
const total = busy.reduce((sum, [, micros]) => sum + micros, 0);
for (const [part, micros] of busy.toSorted((a, b) => b[1] - a[1])) {
  console.log(`${part.padEnd(20)} ${((100 * micros) / total).toFixed(1).padStart(5)} %`);
}

function sharesOf(
  { nodes, samples, timeDeltas }: Profile,
  skippedMicros: number,
): ReadonlyMap<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  let at = 0;
  for (const [index, id] of samples.entries()) {
    const micros = timeDeltas[index] ?? 0;
    at += micros;
    if (at < skippedMicros) continue;
    const part = partOf(id, frames, parents);
    parts.set(part, (parts.get(part) ?? 0) + micros);
  }
  return parts;
}

function partOf(
  leaf: number,
  frames: ReadonlyMap<number, Frame>,
  parents: ReadonlyMap<number, number>,
): string {
  for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
    const frame = frames.get(id);
    const rule = frame && rules.find(([, fits]) => fits(frame));
    if (rule !== undefined) return rule[0];
  }
  return "Node itself";
}
