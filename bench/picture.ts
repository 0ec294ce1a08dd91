import type { Run } from "./run.ts";
import type { Scenario } from "./scenario.ts";

const rowHeight = 22;
const labelWidth = 290;
const barWidth = 400;
const colours = { ours: "#0f6cbd", theirs: "#8a8886" } as const;

/** The rates of one scenario as bars, in SVG; undefined where it was not run. */
export function pictureOf(scenario: Scenario, runs: readonly Run[]): string | undefined {
  const own = runs
    .filter((run) => run.scenario === scenario)
    .toSorted((a, b) => a.concurrency - b.concurrency || b.perSecond - a.perSecond);
  if (own.length === 0) return undefined;
  const longest = Math.max(1, ...own.map(({ perSecond }) => perSecond));
  const width = labelWidth + barWidth + 80;
  const height = 40 + own.length * rowHeight;
  const bars = own.map((run, index) => barOf(run, 34 + index * rowHeight, longest));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
  <title>${scenario}: how many a second</title>
  <rect width="100%" height="100%" fill="#fff"/>
  <g font-family="system-ui, sans-serif" font-size="12" fill="#242424">
    <text x="10" y="20" font-weight="600">${scenario}, per second</text>
${bars.join("\n")}
  </g>
</svg>
`;
}

function barOf({ engine, worker, concurrency, perSecond }: Run, top: number, longest: number) {
  const length = Math.max(1, Math.round((perSecond / longest) * barWidth));
  const colour = engine === "durable-task-kit" ? colours.ours : colours.theirs;
  return [
    `    <text x="10" y="${top + 12}">${engine}, ${worker}, ${concurrency} at a time</text>`,
    `    <rect x="${labelWidth}" y="${top}" width="${length}" height="16" fill="${colour}"/>`,
    `    <text x="${labelWidth + length + 6}" y="${top + 12}">${Math.round(perSecond)}</text>`,
  ].join("\n");
}
