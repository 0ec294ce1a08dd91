import pytest
from durabletask import task

from task_hub import COMPLETED, PENDING, RUNNING, SUSPENDED, TERMINATED, TaskHub, eventually


def wait(ctx: task.OrchestrationContext, _: None):
    value = yield ctx.wait_for_external_event("go")
    return value


def parent(ctx: task.OrchestrationContext, depth: int):
    if depth == 0:
        result = yield ctx.wait_for_external_event("go")
    else:
        result = yield ctx.call_sub_orchestrator(
            parent, input=depth - 1, instance_id=f"{ctx.instance_id}.{depth}"
        )
    return result


def test_a_suspended_orchestration_keeps_events_until_it_is_resumed(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    hub.until(id, RUNNING)
    hub.client.suspend_orchestration(id, reason="a break")
    hub.until(id, SUSPENDED)
    hub.client.raise_orchestration_event(id, "go", data=42)
    eventually(lambda: "EventRaisedEvent" in kinds(hub, id))
    assert hub.state_of(id).runtime_status == SUSPENDED
    hub.client.resume_orchestration(id)
    state = hub.end_of(id)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, 42)


def kinds(hub: TaskHub, id: str) -> list[str]:
    return [type(event).__name__ for event in hub.client.get_orchestration_history(id)]


def test_a_suspended_orchestration_can_be_terminated(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    hub.client.suspend_orchestration(id)
    hub.until(id, SUSPENDED)
    hub.client.terminate_orchestration(id, output="enough")
    state = hub.end_of(id)
    assert (state.runtime_status, state.get_output()) == (TERMINATED, "enough")


def test_what_suspends_and_resumes_nothing_is_no_error(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    hub.until(id, RUNNING)
    hub.client.resume_orchestration(id)
    hub.client.raise_orchestration_event(id, "go")
    done = hub.end_of(id)
    for target in (id, "nobody"):
        hub.client.suspend_orchestration(target)
        hub.client.resume_orchestration(target)
        hub.client.terminate_orchestration(target)
    assert hub.state_of(id) == done


def test_a_terminated_orchestration_ends_with_the_output_given(hub: TaskHub) -> None:
    hub.work(wait)
    outputs = [{"reason": ["a", 1]}, "a reason", None]
    for output in outputs:
        id = hub.start(wait)
        hub.until(id, RUNNING)
        hub.client.terminate_orchestration(id, output=output)
        state = hub.end_of(id)
        assert (state.runtime_status, state.get_output()) == (TERMINATED, output)


def test_one_that_never_started_can_be_terminated(hub: TaskHub) -> None:
    id = hub.start(wait)
    hub.client.terminate_orchestration(id, output="changed my mind")
    hub.work(wait)
    assert hub.end_of(id).runtime_status == TERMINATED


def test_terminating_recursively_ends_all_descendants(hub: TaskHub) -> None:
    hub.work(parent)
    id = hub.start(parent, 2, instance_id="root")
    until_child_runs(hub, "root.2.1")
    hub.client.terminate_orchestration(id, recursive=True)
    assert [hub.end_of(one).runtime_status for one in (id, "root.2", "root.2.1")] == [
        TERMINATED
    ] * 3


def until_child_runs(hub: TaskHub, id: str) -> None:
    eventually(lambda: hub.client.get_orchestration_state(id))
    hub.until(id, RUNNING)


def test_terminating_without_recursion_leaves_children_running(hub: TaskHub) -> None:
    hub.work(parent)
    id = hub.start(parent, 1, instance_id="root")
    until_child_runs(hub, "root.1")
    hub.client.terminate_orchestration(id, recursive=False)
    assert hub.end_of(id).runtime_status == TERMINATED
    assert hub.state_of("root.1").runtime_status == RUNNING
    hub.client.raise_orchestration_event("root.1", "go", data="alone")
    assert hub.end_of("root.1").get_output() == "alone"


def test_one_is_pending_until_its_first_turn_is_done(hub: TaskHub) -> None:
    id = hub.start(wait)
    assert hub.state_of(id).runtime_status == PENDING
    with pytest.raises(TimeoutError):
        hub.client.wait_for_orchestration_start(id, timeout=0.3)
    hub.work(wait)
    started = hub.client.wait_for_orchestration_start(id, timeout=30)
    assert started is not None and started.runtime_status == RUNNING


def test_waiting_for_an_end_that_does_not_come_times_out(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    with pytest.raises(TimeoutError):
        hub.client.wait_for_orchestration_completion(id, timeout=0.3)
    assert hub.client.wait_for_orchestration_completion("nobody", timeout=5) is None
