import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { DetailView } from "../../views.ts";
import { Ago, Now } from "../clock.tsx";
import { durationText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";

export function Facts({ hub, detail }: { readonly hub: string; readonly detail: DetailView }) {
  const now = useContext(Now);
  const { instance, parent } = detail;
  const { completedAt, scheduledStart } = instance;
  const end = completedAt ?? Math.max(now, instance.lastUpdatedAt);
  const tags = Object.entries(instance.tags);
  return (
    <dl class="facts card">
      <Fact title="Created">
        <Ago at={instance.createdAt} />
      </Fact>
      {scheduledStart !== undefined && (
        <Fact title="Scheduled start">
          <Ago at={scheduledStart} />
        </Fact>
      )}
      <Fact title={completedAt === undefined ? "Last updated" : "Ended"}>
        <Ago at={completedAt ?? instance.lastUpdatedAt} />
      </Fact>
      <Fact title={completedAt === undefined ? "Going on for" : "Duration"}>
        {durationText(end - instance.createdAt)}
      </Fact>
      {instance.version !== undefined && <Fact title="Version">{instance.version}</Fact>}
      {parent !== undefined && (
        <Fact title="Parent">
          <Link to={detailPath(hub, parent.instanceId)} title={parent.instanceId}>
            <Icon name="branch" />
            {parent.name ?? parent.instanceId}
          </Link>
        </Fact>
      )}
      {tags.length > 0 && (
        <Fact title="Tags">
          {tags.map(([key, value]) => (
            <span key={key} class="tag">
              {key}={value}
            </span>
          ))}
        </Fact>
      )}
      <Fact title="Execution">
        <span class="mono small" title={detail.executionId}>
          {detail.executionId.slice(0, 8)}…
        </span>
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Fact({ title, children }: FactProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
