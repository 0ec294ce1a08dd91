import json
from datetime import datetime, timedelta, timezone
from typing import Any

from durabletask import task
from durabletask.extensions.history_export import (
    ExportDestination,
    ExportFormat,
    ExportFormatKind,
    ExportHistoryClient,
    ExportJobCreationOptions,
    ExportJobStatus,
    ExportMode,
)
from durabletask.history import EventRaisedEvent, ExecutionCompletedEvent, TaskCompletedEvent

from task_hub import COMPLETED, TaskHub


def double(_: task.ActivityContext, number: int) -> int:
    return number * 2


def child(_ctx: task.OrchestrationContext, number: int) -> int:
    return number + 1


def steps(ctx: task.OrchestrationContext, number: int):
    number = yield ctx.call_activity(double, input=number)
    yield ctx.create_timer(timedelta(seconds=0.1))
    number = yield ctx.call_sub_orchestrator(child, input=number)
    return number


def test_each_turn_starts_once_and_each_action_is_an_event_of_its_number(hub: TaskHub) -> None:
    hub.work(steps, child, activities=(double,))
    events = hub.client.get_orchestration_history(hub.run(steps, 1).instance_id)
    assert [(type(event).__name__.removesuffix("Event"), event.event_id) for event in events] == [
        ("OrchestratorStarted", -1),
        ("ExecutionStarted", 0),
        ("TaskScheduled", 1),
        ("OrchestratorStarted", -1),
        ("TaskCompleted", -1),
        ("TimerCreated", 2),
        ("OrchestratorStarted", -1),
        ("TimerFired", -1),
        ("SubOrchestrationInstanceCreated", 3),
        ("OrchestratorStarted", -1),
        ("SubOrchestrationInstanceCompleted", -1),
        ("ExecutionCompleted", 4),
    ]


def test_events_tell_what_was_asked_and_what_was_answered(hub: TaskHub) -> None:
    hub.work(steps, child, activities=(double,))
    state = hub.run(steps, 4)
    events = {
        type(event).__name__.removesuffix("Event"): event.to_dict()
        for event in hub.client.get_orchestration_history(state.instance_id)
    }
    assert (events["TaskScheduled"]["name"], events["TaskScheduled"]["input"]) == ("double", "4")
    assert (events["TaskCompleted"]["task_scheduled_id"], events["TaskCompleted"]["result"]) == (
        1,
        "8",
    )
    assert events["TimerFired"]["timer_id"] == 2
    assert events["TimerFired"]["fire_at"] == events["TimerCreated"]["fire_at"]
    created = events["SubOrchestrationInstanceCreated"]
    assert (created["name"], created["input"]) == ("child", "8")
    assert hub.state_of(created["instance_id"]).get_output() == 9
    assert events["ExecutionCompleted"]["result"] == "9"


def test_a_history_has_what_happened_until_now(hub: TaskHub) -> None:
    def wait(ctx: task.OrchestrationContext, _: None):
        yield ctx.wait_for_external_event("first")
        yield ctx.wait_for_external_event("second")

    hub.work(wait)
    id = hub.start(wait)
    hub.client.wait_for_orchestration_start(id, timeout=30)
    assert len(hub.client.get_orchestration_history(id)) == 2
    for name in ("first", "second"):
        hub.client.raise_orchestration_event(id, name, data=name)
    hub.end_of(id)
    events = hub.client.get_orchestration_history(id)
    assert [event.name for event in events if isinstance(event, EventRaisedEvent)] == [
        "first",
        "second",
    ]
    assert isinstance(events[-1], ExecutionCompletedEvent)


def test_there_is_no_history_of_what_does_not_exist(hub: TaskHub) -> None:
    assert hub.client.get_orchestration_history("nobody") == []


def test_a_history_larger_than_a_message_comes_in_pieces(hub: TaskHub) -> None:
    def blob(_: task.ActivityContext, size: int) -> str:
        return "x" * size

    def fill(ctx: task.OrchestrationContext, count: int):
        yield task.when_all([ctx.call_activity(blob, input=600_000) for _ in range(count)])

    hub.work(fill, activities=(blob,))
    id = hub.run(fill, 6).instance_id
    events = hub.client.get_orchestration_history(id)
    results = [event.result for event in events if isinstance(event, TaskCompletedEvent)]
    assert [len(result or "") for result in results] == [600_002] * 6


class Exports:
    """Keeps in memory what an export writes."""

    def __init__(self) -> None:
        self.written: dict[str, list[Any]] = {}

    def write(self, *, instance_id: str, payload: bytes, **_: object) -> None:
        self.written[instance_id] = json.loads(payload)


def test_an_export_writes_the_history_of_all_that_finished_in_its_time(hub: TaskHub) -> None:
    exports = Exports()
    export = ExportHistoryClient(hub.client, exports)
    start = datetime.now(timezone.utc)
    hub.work(steps, child, activities=(double,), prepare=export.register_worker)
    ids = [hub.run(child, number).instance_id for number in range(5)]
    job = export.create_job(
        ExportJobCreationOptions(
            mode=ExportMode.BATCH,
            completed_time_from=start,
            completed_time_to=datetime.now(timezone.utc),
            destination=ExportDestination(container="exports"),
            format=ExportFormat(kind=ExportFormatKind.JSON),
            runtime_status=[COMPLETED],
            max_instances_per_batch=2,
        )
    )
    done = export.wait_for_job(job.job_id, timeout=30, poll_interval=0.05)
    assert (done.status, done.exported_instances) == (ExportJobStatus.COMPLETED, 5)
    assert sorted(exports.written) == sorted(ids)
    assert [listed.job_id for listed in export.list_jobs()] == [job.job_id]
