import { useState } from "preact/hooks";
import type { ChildrenView, InstanceRow } from "../../views.ts";
import { read } from "../api.ts";
import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { type Live, type Loaded, useLoaded } from "../live.ts";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { StatusBadge } from "../status.tsx";

interface ChildrenProps {
  readonly hub: string;
  readonly id: string;
  readonly live: Live;
}

/** The sub-orchestrations as a tree that opens level by level; nothing when there are none. */
export function Children({ hub, id, live }: ChildrenProps) {
  const view = useChildren(hub, id, live);
  if (view === undefined || view.total === 0) return null;
  return (
    <section class="card children" aria-label="Sub-orchestrations">
      <header>
        <h2>Sub-orchestrations</h2>
        <span class="quiet">{countText(view.total)}</span>
      </header>
      <Level hub={hub} view={view} live={live} />
    </section>
  );
}

function useChildren(hub: string, id: string, live: Live): ChildrenView | undefined {
  const loaded: Loaded<ChildrenView> = useLoaded(
    `children ${id}`,
    (signal) => read<ChildrenView>("children", { hub, id }, signal),
    live,
    ({ all, instanceIds }) =>
      all ||
      instanceIds.includes(id) ||
      (loaded.data?.children.some((child) => instanceIds.includes(child.instanceId)) ?? false),
  );
  return loaded.data;
}

interface LevelProps {
  readonly hub: string;
  readonly view: ChildrenView;
  readonly live: Live;
}

function Level({ hub, view, live }: LevelProps) {
  const hidden = view.total - view.children.length;
  return (
    <ul class="tree">
      {view.children.map((child) => (
        <Node key={child.instanceId} hub={hub} child={child} live={live} />
      ))}
      {hidden > 0 && <li class="quiet">and {countText(hidden)} more</li>}
    </ul>
  );
}

interface NodeProps {
  readonly hub: string;
  readonly child: InstanceRow;
  readonly live: Live;
}

function Node({ hub, child, live }: NodeProps) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div class="node">
        <button
          type="button"
          class={`icon-button twist ${open ? "open" : ""}`}
          aria-expanded={open}
          aria-label={`Sub-orchestrations of ${child.name}`}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevron" />
        </button>
        <Link to={detailPath(hub, child.instanceId)} title={child.instanceId}>
          {child.name}
        </Link>
        <span class="grow" />
        <StatusBadge status={child.status} />
      </div>
      {open && <Grandchildren hub={hub} id={child.instanceId} live={live} />}
    </li>
  );
}

function Grandchildren({ hub, id, live }: ChildrenProps) {
  const view = useChildren(hub, id, live);
  if (view === undefined) return null;
  if (view.total === 0) return <p class="quiet none">has none</p>;
  return <Level hub={hub} view={view} live={live} />;
}
