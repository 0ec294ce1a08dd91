import {
  ActivityRequest,
  ActivityResponse,
  CompleteTaskResponse,
  CreateInstanceRequest,
  CreateInstanceResponse,
  ExecutionStartedEvent,
  GetInstanceResponse,
  HistoryEvent,
  OrchestrationState,
  type OrchestratorAction,
  OrchestratorRequest,
  OrchestratorResponse,
  WorkItem,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { frameOf } from "../../emulator/grpc/transport/frame.ts";
import { memo } from "./memo.ts";
import { type Template, templateOf } from "./template.ts";

export type Answer = (frame: Uint8Array) => void;

/** Takes a request as the id that it begins with and all the rest of it, a character a byte. */
export type Call = (instanceId: string, rest: string, answer: Answer) => void;

/** All that there is of an orchestration: the rests of what told of its start and its results. */
interface Orchestration {
  readonly start: string;
  readonly results: string[];
  missing: number;
  readonly ended: PromiseWithResolvers<Template>;
}

/** The unary calls by which a worker and its client run activities; `send` takes work items. */
export function createCalls(send: (frames: Uint8Array) => void): Readonly<Record<string, Call>> {
  const all = new Map<string, Orchestration>();

  function orchestrationOf(instanceId: string): Orchestration {
    const found = all.get(instanceId);
    if (found === undefined) throw new Error(`There is no instance "${instanceId}".`);
    return found;
  }

  return {
    StartInstance(instanceId, start, answer) {
      const ended = Promise.withResolvers<Template>();
      all.set(instanceId, { start, results: [], missing: 0, ended });
      answer(created(instanceId));
      send(turnAfter(start)(instanceId));
    },
    CompleteOrchestratorTask(instanceId, rest, answer) {
      const orchestration = orchestrationOf(instanceId);
      const { activities, count, state } = askedBy(rest);
      answer(completed);
      orchestration.missing += count;
      if (count > 0) send(activities(instanceId));
      if (state !== undefined) orchestration.ended.resolve(state);
    },
    CompleteActivityTask(instanceId, result, answer) {
      const orchestration = orchestrationOf(instanceId);
      const { start, results } = orchestration;
      answer(completed);
      results.push(result);
      orchestration.missing -= 1;
      if (orchestration.missing > 0) return;
      send(turnAfter([start, ...results.sort()].join(separator))(instanceId));
    },
    async WaitForInstanceCompletion(instanceId, _, answer) {
      const state = await orchestrationOf(instanceId).ended.promise;
      all.delete(instanceId);
      answer(state(instanceId));
    },
  };
}

/** Between rests: it is no byte's character. */
const separator = "\u0100";
const bytesOf = (rest: string) => Buffer.from(rest, "latin1");

const completed = frameOf(CompleteTaskResponse, {});
const created = templateOf((instanceId) => frameOf(CreateInstanceResponse, { instanceId }));

/** A turn with all of its history, for the lean worker keeps none. */
const turnAfter = memo((history) => {
  const [start = "", ...results] = history.split(separator);
  const newEvents = [startedBy(start), ...results.map(completedBy)];
  return templateOf((instanceId) => {
    const value = { ...OrchestratorRequest.create(), instanceId, newEvents };
    return itemOf({ $case: "orchestratorRequest", value });
  });
});

function startedBy(rest: string): HistoryEvent {
  const { name, input } = CreateInstanceRequest.decode(bytesOf(rest));
  const value = { ...ExecutionStartedEvent.create(), name, input };
  return { ...HistoryEvent.create(), eventType: { $case: "executionStarted", value } };
}

function completedBy(rest: string): HistoryEvent {
  const { taskId: taskScheduledId, result } = ActivityResponse.decode(bytesOf(rest));
  const value = { taskScheduledId, result };
  return { ...HistoryEvent.create(), eventType: { $case: "taskCompleted", value } };
}

/** What a turn's answer asks for: activities, all in one piece, or the end with this state. */
const askedBy = memo((rest) => {
  const { actions } = OrchestratorResponse.decode(bytesOf(rest));
  const asked = actions.flatMap(activityOf);
  const activities = templateOf((instanceId) => {
    const orchestrationInstance = { instanceId, executionId: undefined };
    const frames = asked.map((activity) =>
      itemOf({ $case: "activityRequest", value: { ...activity, orchestrationInstance } }),
    );
    return Buffer.concat(frames);
  });
  return { activities, count: asked.length, state: actions.flatMap(endOf)[0] };
});

function activityOf({ id: taskId, orchestratorActionType: action }: OrchestratorAction) {
  if (action?.$case !== "scheduleTask") return [];
  const { name, input } = action.value;
  return [{ ...ActivityRequest.create(), name, input, taskId }];
}

function endOf({ orchestratorActionType: action }: OrchestratorAction): readonly Template[] {
  if (action?.$case !== "completeOrchestration") return [];
  const { orchestrationStatus, result: output } = action.value;
  const state = { ...OrchestrationState.create(), orchestrationStatus, output };
  const end = templateOf((instanceId) =>
    frameOf(GetInstanceResponse, { exists: true, orchestrationState: { ...state, instanceId } }),
  );
  return [end];
}

function itemOf(request: WorkItem["request"]): Uint8Array {
  return frameOf(WorkItem, { request, completionToken: "" });
}
