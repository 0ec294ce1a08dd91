import grpc
import pytest
from durabletask import task
from durabletask.history import ExecutionStartedEvent

from task_hub import COMPLETED, RUNNING, SUSPENDED, TaskHub


def answer(ctx: task.OrchestrationContext, value: object) -> object:
    return {"value": value, "version": ctx.version}


def wait(ctx: task.OrchestrationContext, _: None):
    yield ctx.wait_for_external_event("go")


def started(hub: TaskHub, id: str) -> ExecutionStartedEvent:
    [event] = [
        event
        for event in hub.client.get_orchestration_history(id)
        if isinstance(event, ExecutionStartedEvent)
    ]
    return event


def test_a_restart_under_a_new_id_has_the_same_input(hub: TaskHub) -> None:
    hub.work(answer)
    first = hub.run(answer, [1, 2], version="1.2", tags={"kept": "yes"})
    new_id = hub.client.restart_orchestration(
        first.instance_id, restart_with_new_instance_id=True
    )
    second = hub.end_of(new_id)
    assert new_id != first.instance_id
    assert second.get_output() == first.get_output() == {"value": [1, 2], "version": "1.2"}
    assert started(hub, new_id).tags == {"kept": "yes"}


def test_a_restart_under_the_same_id_is_a_new_execution(hub: TaskHub) -> None:
    hub.work(answer)
    first = hub.run(answer, "same")
    execution = started(hub, first.instance_id).orchestration_instance
    assert hub.client.restart_orchestration(first.instance_id) == first.instance_id
    again = hub.end_of(first.instance_id)
    assert (again.runtime_status, again.get_output()) == (COMPLETED, first.get_output())
    assert again.created_at > first.created_at
    assert started(hub, first.instance_id).orchestration_instance != execution


def test_a_live_one_restarts_only_under_a_new_id(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    hub.until(id, RUNNING)
    assert refusal(hub, id) == grpc.StatusCode.FAILED_PRECONDITION
    hub.client.suspend_orchestration(id)
    hub.until(id, SUSPENDED)
    assert refusal(hub, id) == grpc.StatusCode.FAILED_PRECONDITION
    other = hub.client.restart_orchestration(id, restart_with_new_instance_id=True)
    hub.client.raise_orchestration_event(other, "go")
    assert hub.end_of(other).runtime_status == COMPLETED
    assert hub.state_of(id).runtime_status == SUSPENDED


def test_what_does_not_exist_cannot_be_restarted(hub: TaskHub) -> None:
    assert refusal(hub, "nobody") == grpc.StatusCode.NOT_FOUND


def refusal(hub: TaskHub, id: str) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as error:
        hub.client.restart_orchestration(id)
    assert id in error.value.details()
    return error.value.code()
