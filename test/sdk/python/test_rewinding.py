from collections import Counter

import grpc
import pytest
from durabletask import task
from durabletask.history import ExecutionCompletedEvent, TaskFailedEvent

from task_hub import COMPLETED, FAILED, RUNNING, TaskHub


class Work:
    """Activities that count their calls; `break_down` fails until it was called often enough."""

    def __init__(self, failures: int = 1) -> None:
        self.calls: Counter[str] = Counter()
        self.failures = failures
        self.activities = (self.prepare(), self.break_down())

    def prepare(self):
        def prepare(_: task.ActivityContext, name: str) -> str:
            self.calls[name] += 1
            return name

        return prepare

    def break_down(self):
        def break_down(_: task.ActivityContext, name: str) -> str:
            self.calls[name] += 1
            if self.calls[name] <= self.failures:
                raise RuntimeError(f"{name} broke")
            return name

        return break_down


def steps(ctx: task.OrchestrationContext, _: None):
    first = yield ctx.call_activity("prepare", input="first")
    second = yield ctx.call_activity("break_down", input="second")
    third = yield ctx.call_activity("prepare", input="third")
    return [first, second, third]


def parent(ctx: task.OrchestrationContext, depth: int):
    if depth == 0:
        result = yield ctx.call_activity("break_down", input="deep")
        return result
    done = yield ctx.call_sub_orchestrator(steady, instance_id=f"{ctx.instance_id}-steady")
    result = yield ctx.call_sub_orchestrator(
        parent, input=depth - 1, instance_id=f"{ctx.instance_id}-{depth}"
    )
    return [done, result]


def steady(ctx: task.OrchestrationContext, _: None):
    result = yield ctx.call_activity("prepare", input=ctx.instance_id)
    return result


def test_a_rewind_repeats_what_failed_and_keeps_what_succeeded(hub: TaskHub) -> None:
    work = Work()
    hub.work(steps, activities=work.activities)
    id = hub.run(steps).instance_id
    assert hub.state_of(id).runtime_status == FAILED
    hub.client.rewind_orchestration(id, reason="repaired")
    state = hub.end_of(id)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, ["first", "second", "third"])
    assert state.failure_details is None
    assert work.calls == {"first": 1, "second": 2, "third": 1}


def test_a_rewound_history_has_no_failure_and_one_end(hub: TaskHub) -> None:
    work = Work()
    hub.work(steps, activities=work.activities)
    id = hub.run(steps).instance_id
    hub.client.rewind_orchestration(id)
    hub.end_of(id)
    events = hub.client.get_orchestration_history(id)
    assert not any(isinstance(event, TaskFailedEvent) for event in events)
    assert [type(event) for event in events].count(ExecutionCompletedEvent) == 1
    assert isinstance(events[-1], ExecutionCompletedEvent)


def test_one_that_fails_again_can_be_rewound_again(hub: TaskHub) -> None:
    work = Work(failures=2)
    hub.work(steps, activities=work.activities)
    id = hub.run(steps).instance_id
    hub.client.rewind_orchestration(id, reason="first")
    assert hub.end_of(id).runtime_status == FAILED
    hub.client.rewind_orchestration(id, reason="second")
    assert hub.end_of(id).runtime_status == COMPLETED
    assert work.calls == {"first": 1, "second": 3, "third": 1}


def test_a_rewind_goes_down_to_failed_descendants(hub: TaskHub) -> None:
    work = Work()
    hub.work(parent, steady, activities=work.activities)
    assert hub.run(parent, 2, instance_id="root").runtime_status == FAILED
    hub.client.rewind_orchestration("root", reason="deep trouble")
    state = hub.end_of("root")
    assert state.get_output() == ["root-steady", ["root-2-steady", "deep"]]
    assert hub.state_of("root-2-1").runtime_status == COMPLETED
    assert work.calls == {"root-steady": 1, "root-2-steady": 1, "deep": 2}


def test_a_failed_child_that_was_purged_is_made_again(hub: TaskHub) -> None:
    work = Work()
    hub.work(parent, steady, activities=work.activities)
    assert hub.run(parent, 1, instance_id="root").runtime_status == FAILED
    assert hub.client.purge_orchestration("root-1").deleted_instance_count == 1
    hub.client.rewind_orchestration("root")
    assert hub.end_of("root").get_output() == ["root-steady", "deep"]
    assert hub.state_of("root-1").runtime_status == COMPLETED


def test_a_rewind_repeats_all_failures_of_a_fan_out(hub: TaskHub) -> None:
    def fan_out(ctx: task.OrchestrationContext, _: None):
        calls = [
            ctx.call_activity("break_down" if number % 2 else "prepare", input=f"{number}")
            for number in range(6)
        ]
        results = yield task.when_all(calls)
        return results

    work = Work()
    hub.work(fan_out, activities=work.activities)
    id = hub.run(fan_out).instance_id
    hub.client.rewind_orchestration(id)
    assert hub.end_of(id).get_output() == ["0", "1", "2", "3", "4", "5"]
    assert work.calls == {"0": 1, "1": 2, "2": 1, "3": 2, "4": 1, "5": 2}


def test_only_what_failed_can_be_rewound(hub: TaskHub) -> None:
    def wait(ctx: task.OrchestrationContext, _: None):
        yield ctx.wait_for_external_event("go")

    hub.work(wait)
    id = hub.start(wait)
    hub.until(id, RUNNING)
    assert refusal(hub, id) == grpc.StatusCode.FAILED_PRECONDITION
    hub.client.raise_orchestration_event(id, "go")
    assert hub.end_of(id).runtime_status == COMPLETED
    assert refusal(hub, id) == grpc.StatusCode.FAILED_PRECONDITION
    assert refusal(hub, "nobody") == grpc.StatusCode.NOT_FOUND


def refusal(hub: TaskHub, id: str) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as error:
        hub.client.rewind_orchestration(id)
    return error.value.code()
