from datetime import datetime, timedelta, timezone

from durabletask import task

from task_hub import COMPLETED, FAILED, RUNNING, TERMINATED, TaskHub


def answer(_ctx: task.OrchestrationContext, _: None) -> str:
    return "done"


def fail(_ctx: task.OrchestrationContext, _: None) -> None:
    raise RuntimeError("no luck")


def wait(ctx: task.OrchestrationContext, _: None):
    yield ctx.wait_for_external_event("go")


def parent(ctx: task.OrchestrationContext, depth: int):
    if depth > 0:
        yield ctx.call_sub_orchestrator(
            parent, input=depth - 1, instance_id=f"{ctx.instance_id}.{depth}"
        )


def test_a_purged_orchestration_is_gone_with_its_history(hub: TaskHub) -> None:
    hub.work(answer)
    id = hub.run(answer).instance_id
    result = hub.client.purge_orchestration(id)
    assert (result.deleted_instance_count, result.is_complete) == (1, True)
    assert hub.client.get_orchestration_state(id) is None
    assert hub.client.get_orchestration_history(id) == []
    assert hub.client.purge_orchestration(id).deleted_instance_count == 0


def test_a_live_orchestration_is_not_purged(hub: TaskHub) -> None:
    hub.work(wait)
    id = hub.start(wait)
    hub.until(id, RUNNING)
    assert hub.client.purge_orchestration(id).deleted_instance_count == 0
    assert hub.state_of(id).runtime_status == RUNNING


def test_purging_recursively_counts_all_descendants(hub: TaskHub) -> None:
    hub.work(parent)
    id = hub.run(parent, 3, instance_id="root").instance_id
    assert hub.client.purge_orchestration(id, recursive=True).deleted_instance_count == 4
    assert hub.client.get_all_orchestration_states() == []


def test_purging_without_recursion_leaves_children(hub: TaskHub) -> None:
    hub.work(parent)
    id = hub.run(parent, 2, instance_id="root").instance_id
    assert hub.client.purge_orchestration(id, recursive=False).deleted_instance_count == 1
    left = {state.instance_id for state in hub.client.get_all_orchestration_states()}
    assert left == {"root.2", "root.2.1"}


def test_a_filter_purges_the_statuses_that_it_names(hub: TaskHub) -> None:
    hub.work(answer, fail, wait)
    ended = hub.start(wait)
    hub.client.terminate_orchestration(ended)
    for id in [ended, *(hub.start(one) for one in (answer, answer, fail))]:
        hub.end_of(id)
    hub.start(wait)
    counts = [
        hub.client.purge_orchestrations_by(runtime_status=statuses).deleted_instance_count
        for statuses in ([FAILED], [COMPLETED, TERMINATED], [RUNNING], None)
    ]
    assert counts == [1, 3, 0, 0]
    assert len(hub.client.get_all_orchestration_states()) == 1


def test_a_filter_purges_what_was_created_in_its_time(hub: TaskHub) -> None:
    hub.work(answer)
    states = [hub.run(answer) for _ in range(3)]
    first, second, _ = (state.created_at.replace(tzinfo=timezone.utc) for state in states)
    by = hub.client.purge_orchestrations_by
    assert by(created_time_to=first - timedelta(hours=1)).deleted_instance_count == 0
    only_second = by(
        created_time_from=first + timedelta(milliseconds=1), created_time_to=second
    ).deleted_instance_count
    rest = by(
        created_time_from=first, created_time_to=datetime.now(timezone.utc)
    ).deleted_instance_count
    assert only_second + rest == 3
    assert rest >= 2


def test_a_filter_with_a_timeout_says_whether_it_got_done(hub: TaskHub) -> None:
    hub.work(answer)
    for id in [hub.start(answer) for _ in range(20)]:
        hub.end_of(id)
    result = hub.client.purge_orchestrations_by(
        runtime_status=[COMPLETED], timeout=timedelta(seconds=30)
    )
    assert (result.deleted_instance_count, result.is_complete) == (20, True)


def test_a_filter_purges_descendants_when_asked(hub: TaskHub) -> None:
    hub.work(parent)
    state = hub.run(parent, 2, instance_id="root")
    created = state.created_at.replace(tzinfo=timezone.utc)
    result = hub.client.purge_orchestrations_by(created_time_from=created, recursive=True)
    assert result.deleted_instance_count == 3
    assert hub.client.get_all_orchestration_states() == []


def test_a_purged_id_can_be_used_again(hub: TaskHub) -> None:
    hub.work(answer)
    hub.run(answer, instance_id="one")
    hub.client.purge_orchestration("one")
    assert hub.run(answer, instance_id="one").get_output() == "done"
