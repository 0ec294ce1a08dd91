import type { Status } from "../../core/status.ts";

/** In the order of a life; the tone is a class of the style sheet. */
export const statusLabels: Readonly<Record<Status, string>> = {
  pending: "Pending",
  running: "Running",
  suspended: "Suspended",
  completed: "Completed",
  failed: "Failed",
  terminated: "Terminated",
};

export function StatusBadge({ status }: { readonly status: Status }) {
  return (
    <span class={`badge tone-${status}`}>
      <span class="dot" aria-hidden="true" />
      {statusLabels[status]}
    </span>
  );
}
