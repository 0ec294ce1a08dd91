import { callHub } from "../api.ts";

/** What is done to all selected rows. */
export interface BulkAction {
  readonly title: string;
  /** What it means, said before it is done. */
  readonly text: string;
  readonly danger?: true;
  /** Answers the ids it could not be done to. */
  readonly act: (hub: string, ids: readonly string[]) => Promise<readonly string[]>;
}

export const orchestrationActions: readonly BulkAction[] = [
  {
    title: "Suspend",
    text: "They stay as they are until they are resumed. What arrives meanwhile waits.",
    act: addEvent({ executionSuspended: {} }),
  },
  { title: "Resume", text: "They go on.", act: addEvent({ executionResumed: {} }) },
  {
    title: "Rewind",
    text: "Those that have failed go on from where they failed.",
    act: addEvent({ executionRewound: {} }),
  },
  {
    title: "Restart",
    text: "Each that has ended runs its input once more under its id; what is kept of it is lost.",
    danger: true,
    act: restartEach,
  },
  {
    title: "Terminate",
    text: "They end as they are. Activities that run now finish, but their results are dropped.",
    danger: true,
    act: addEvent({ executionTerminated: {} }),
  },
  {
    title: "Purge",
    text: "Those that have ended are forgotten, with their inputs, outputs and histories.",
    danger: true,
    act: (hub, ids) => failedOf(callHub(hub, "DELETE", "orchestrations/purge", { body: ids })),
  },
];

export const entityActions: readonly BulkAction[] = [
  {
    title: "Delete",
    text: "Their states are forgotten. Calls that wait are still answered.",
    danger: true,
    act: (hub, ids) => failedOf(callHub(hub, "DELETE", "entities/delete", { body: ids })),
  },
];

function addEvent(event: object): BulkAction["act"] {
  return (hub, ids) => {
    const events = Object.fromEntries(ids.map((id) => [id, event]));
    return failedOf(callHub(hub, "POST", "orchestrations/addhistoryevents", { body: { events } }));
  };
}

async function restartEach(hub: string, ids: readonly string[]): Promise<readonly string[]> {
  const restarts = ids.map((id) =>
    callHub(hub, "POST", `orchestrations/${encodeURIComponent(id)}/restart`),
  );
  const results = await Promise.allSettled(restarts);
  return ids.filter((_, index) => results[index]?.status === "rejected");
}

async function failedOf(answer: Promise<Response>): Promise<readonly string[]> {
  return (await answer).json() as Promise<readonly string[]>;
}
