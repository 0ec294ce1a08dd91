import { isStart } from "./event.ts";
import type { ExecutionStarted, HistoryEvent } from "./history-event.ts";
import type { CommitTurn } from "./host-command.ts";

/** An execution that a turn has begun, and its history from the beginning. */
export interface NewExecution {
  readonly executionId: string;
  readonly started: ExecutionStarted;
  readonly events: readonly HistoryEvent[];
}

/** The last execution that the turn's history starts, unless it is the current one. */
export function newExecutionIn(
  { history, executionId: named }: CommitTurn,
  current: string,
): NewExecution | undefined {
  const at = history.findLastIndex(isStart);
  const body = history[at]?.eventType;
  if (body?.$case !== "executionStarted") return undefined;
  const executionId = body.value.orchestrationInstance?.executionId || named;
  if (!executionId || executionId === current) return undefined;
  const opensTurn = history[at - 1]?.eventType?.$case === "orchestratorStarted";
  return { executionId, started: body.value, events: history.slice(opensTurn ? at - 1 : at) };
}
