import type { OverviewView } from "../../views.ts";
import { CopyButton } from "../copy-button.tsx";
import { connectionString } from "../top-bar.tsx";

interface EmptyHubProps {
  readonly hub: string;
  readonly overview: OverviewView | undefined;
}

export function EmptyHub({ hub, overview }: EmptyHubProps) {
  const text = overview === undefined ? "" : connectionString(overview, hub);
  return (
    <section class="card empty">
      <h2>Task hub “{hub}” is ready and empty</h2>
      <p>Give your app this connection string. What it starts appears here at once.</p>
      <p class="connection">
        <code>{text}</code>
        <CopyButton text={text} label="Copy connection string" small />
      </p>
      <p class="quiet">
        Apps look for it in an environment variable such as{" "}
        <code>DURABLE_TASK_SCHEDULER_CONNECTION_STRING</code>. Is it another hub you are looking
        for? Choose it at the top.
      </p>
    </section>
  );
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <div class="empty">
      <h2>Nothing matches</h2>
      <p>No orchestration of this task hub has these statuses and this text.</p>
      <button type="button" class="button" onClick={onClear}>
        Show all
      </button>
    </div>
  );
}
