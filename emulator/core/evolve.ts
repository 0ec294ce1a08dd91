import type { Change } from "./change.ts";
import type { Orchestration, OrchestrationState, Payloads } from "./orchestration.ts";

const noPayloads: Payloads = {
  input: undefined,
  output: undefined,
  customStatus: undefined,
  failure: undefined,
};

/** The state after one more fact. Facts that only the store keeps leave it as it is. */
export function evolve(
  state: OrchestrationState | undefined,
  change: Change,
): OrchestrationState | undefined {
  if (change.type === "instance-removed") return undefined;
  if (change.type === "orchestration-saved") return saved(state, change.orchestration);
  return state === undefined ? undefined : evolved(state, change);
}

function saved(
  state: OrchestrationState | undefined,
  orchestration: Orchestration,
): OrchestrationState {
  if (state !== undefined) return { ...state, orchestration };
  return { orchestration, payloads: noPayloads, inbox: [], children: [], lease: undefined };
}

function evolved(state: OrchestrationState, change: Change): OrchestrationState {
  switch (change.type) {
    case "payload-saved":
      return { ...state, payloads: { ...state.payloads, [change.field]: change.value } };
    case "message-received":
      return { ...state, inbox: inSequence(state.inbox, change.message) };
    case "messages-removed": {
      const removed = new Set(change.sequences);
      return { ...state, inbox: state.inbox.filter((message) => !removed.has(message.sequence)) };
    }
    case "child-started":
      return { ...state, children: [...state.children, change.child] };
    case "child-ended":
      return { ...state, children: withoutChild(state, change.taskScheduledId) };
    case "execution-ended":
      return { ...state, children: [] };
    case "turn-leased":
      return { ...state, lease: change.lease };
    case "lease-ended":
      return { ...state, lease: undefined };
    case "orchestration-saved":
    case "history-appended":
    case "history-cleared":
    case "message-sent":
    case "task-scheduled":
    case "task-removed":
    case "instance-removed":
    case "entity-saved":
    case "entity-removed":
    case "batch-leased":
      return state;
  }
}

type Inbox = OrchestrationState["inbox"];

// The start of a scheduled orchestration arrives after events that were raised before it, yet
// comes first: its sequence is older than theirs. All else arrives in sequence.
function inSequence(inbox: Inbox, message: Inbox[number]): Inbox {
  const last = inbox.at(-1);
  return last === undefined || last.sequence < message.sequence
    ? [...inbox, message]
    : [message, ...inbox];
}

function withoutChild(state: OrchestrationState, taskScheduledId: number) {
  const at = state.children.findIndex((child) => child.taskScheduledId === taskScheduledId);
  return at < 0 ? state.children : state.children.toSpliced(at, 1);
}
