from datetime import datetime, timedelta, timezone

import grpc
import pytest
from durabletask import task
from durabletask.history import ExecutionStartedEvent
from durabletask.internal import orchestrator_service_pb2 as pb

from task_hub import COMPLETED, PENDING, RUNNING, TERMINATED, TaskHub


def wait(ctx: task.OrchestrationContext, value: object):
    yield ctx.wait_for_external_event("go")
    return value


def answer(_ctx: task.OrchestrationContext, value: object) -> object:
    return value


def replacing(*names: str) -> pb.OrchestrationIdReusePolicy:
    statuses = [pb.OrchestrationStatus.Value(f"ORCHESTRATION_STATUS_{name}") for name in names]
    return pb.OrchestrationIdReusePolicy(replaceableStatus=statuses)


def refused(hub: TaskHub, code: grpc.StatusCode, orchestrator: object, **how: object) -> str:
    """Starts what must be refused with this code, and answers the text that came with it."""
    with pytest.raises(grpc.RpcError) as error:
        hub.start(orchestrator, **how)
    assert error.value.code() == code
    return error.value.details()


def test_a_start_in_the_future_waits_for_its_time(hub: TaskHub) -> None:
    hub.work(answer)
    start = datetime.now(timezone.utc) + timedelta(seconds=1)
    id = hub.start(answer, "late", start_at=start)
    assert hub.state_of(id).runtime_status == PENDING
    state = hub.end_of(id)
    assert state.get_output() == "late"
    assert state.last_updated_at.replace(tzinfo=timezone.utc) >= start


def test_an_id_that_runs_is_not_taken_twice(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait, "first", instance_id="only")
    assert id == "only"
    hub.until(id, RUNNING)
    assert "only" in refused(hub, grpc.StatusCode.ALREADY_EXISTS, wait, instance_id=id)
    hub.client.raise_orchestration_event(id, "go")
    assert hub.end_of(id).get_output() == "first"


def test_an_id_that_has_finished_can_be_taken_again(hub: TaskHub) -> None:
    hub.work(answer)
    first = hub.run(answer, 1, instance_id="again")
    second = hub.run(answer, 2, instance_id="again")
    assert (first.get_output(), second.get_output()) == (1, 2)
    assert second.created_at > first.created_at


def test_a_policy_replaces_the_finished_that_it_lists(hub: TaskHub) -> None:
    hub.work(answer, wait)
    hub.run(answer, 1, instance_id="one")
    again = hub.run(answer, 2, instance_id="one", reuse_id_policy=replacing("COMPLETED"))
    assert again.get_output() == 2
    only_failed = {"instance_id": "one", "reuse_id_policy": replacing("FAILED")}
    refused(hub, grpc.StatusCode.ALREADY_EXISTS, answer, **only_failed)
    assert hub.state_of("one").get_output() == 2


def test_a_policy_without_statuses_replaces_nothing(hub: TaskHub) -> None:
    hub.work(answer)
    hub.run(answer, 1, instance_id="one")
    nothing = {"instance_id": "one", "reuse_id_policy": replacing()}
    refused(hub, grpc.StatusCode.ALREADY_EXISTS, answer, **nothing)


def test_a_policy_replaces_the_running_that_it_lists(hub: TaskHub) -> None:
    hub.work(wait)
    hub.start(wait, "old", instance_id="one")
    hub.until("one", RUNNING)
    policy = replacing("RUNNING", "PENDING", "TERMINATED")
    hub.start(wait, "new", instance_id="one", reuse_id_policy=policy)
    hub.client.raise_orchestration_event("one", "go")
    assert hub.end_of("one").get_output() == "new"


def test_a_policy_that_replaces_the_running_must_list_the_terminated(hub: TaskHub) -> None:
    hub.work(wait)
    hub.start(wait, "old", instance_id="one")
    hub.until("one", RUNNING)
    policy = {"instance_id": "one", "reuse_id_policy": replacing("RUNNING", "COMPLETED")}
    assert refused(hub, grpc.StatusCode.INVALID_ARGUMENT, wait, **policy) == (
        "Invalid reusable statuses: cannot exclude 'Terminated' "
        "while also allowing reuse of running instances"
    )
    assert hub.state_of("one").get_input() == "old"


def test_a_replaced_terminated_instance_starts_afresh(hub: TaskHub) -> None:
    hub.work(wait, answer)
    hub.start(wait, "old", instance_id="one")
    hub.client.terminate_orchestration("one", output="over")
    assert hub.end_of("one").runtime_status == TERMINATED
    fresh = hub.run(answer, "new", instance_id="one", reuse_id_policy=replacing("TERMINATED"))
    assert (fresh.runtime_status, fresh.name, fresh.get_output()) == (COMPLETED, "answer", "new")


def test_an_id_has_at_most_100_characters(hub: TaskHub) -> None:
    hub.work(answer)
    assert hub.run(answer, 1, instance_id="x" * 100).get_output() == 1
    text = refused(hub, grpc.StatusCode.INVALID_ARGUMENT, answer, instance_id="x" * 101)
    assert "length" in text


def test_ids_are_case_sensitive_and_may_have_any_printable_ascii_characters(hub: TaskHub) -> None:
    hub.work(answer)
    ids = ["case", "CASE", "a b/c?d#e", "~{}|\\^`<>", "50%_off'; --"]
    for id in ids:
        assert hub.run(answer, id, instance_id=id).get_output() == id
    assert {state.instance_id for state in hub.client.get_all_orchestration_states()} == set(ids)


def test_an_id_of_other_characters_is_refused(hub: TaskHub) -> None:
    hub.work(answer)
    for id in ["ünïcödé", "😀", "two\nlines"]:
        refused(hub, grpc.StatusCode.INVALID_ARGUMENT, answer, instance_id=id)


def test_an_id_of_an_entity_is_none_for_an_orchestration(hub: TaskHub) -> None:
    refused(hub, grpc.StatusCode.INVALID_ARGUMENT, answer, instance_id="@counter@one")


def test_tags_and_version_are_in_the_history(hub: TaskHub) -> None:
    hub.work(answer)
    state = hub.run(answer, version="3.1.4", tags={"team": "blue", "empty": ""})
    [started] = [
        event
        for event in hub.client.get_orchestration_history(state.instance_id)
        if isinstance(event, ExecutionStartedEvent)
    ]
    assert (started.version, started.tags) == ("3.1.4", {"team": "blue", "empty": ""})
    assert started.orchestration_instance is not None
    assert started.orchestration_instance.instance_id == state.instance_id
