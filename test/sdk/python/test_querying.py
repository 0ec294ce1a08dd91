from datetime import timedelta, timezone

from durabletask import task
from durabletask.client import OrchestrationQuery
from durabletask.entities import EntityContext, EntityInstanceId

from task_hub import COMPLETED, FAILED, RUNNING, TERMINATED, TaskHub


def answer(_ctx: task.OrchestrationContext, value: object) -> object:
    return value


def fail(_ctx: task.OrchestrationContext, _: object) -> None:
    raise RuntimeError("no luck")


def wait(ctx: task.OrchestrationContext, _: object):
    ctx.set_custom_status("waiting")
    yield ctx.wait_for_external_event("go")


def found(hub: TaskHub, **query: object) -> list[str]:
    states = hub.client.get_all_orchestration_states(OrchestrationQuery(**query))
    return [state.instance_id for state in states]


def test_a_query_finds_by_status(hub: TaskHub) -> None:
    hub.work(answer, fail, wait)
    hub.run(answer, instance_id="done")
    hub.run(fail, instance_id="broken")
    hub.until(hub.start(wait, instance_id="open"), RUNNING)
    assert found(hub, runtime_status=[COMPLETED]) == ["done"]
    assert set(found(hub, runtime_status=[FAILED, RUNNING])) == {"broken", "open"}
    assert found(hub, runtime_status=[TERMINATED]) == []
    assert len(found(hub)) == 3


def test_a_query_finds_by_the_start_of_the_id(hub: TaskHub) -> None:
    hub.work(answer)
    for id in ("order-1", "order-2", "Order-3", "re-order", "order_%"):
        hub.run(answer, instance_id=id)
    assert set(found(hub, instance_id_prefix="order-")) == {"order-1", "order-2"}
    assert found(hub, instance_id_prefix="order_") == ["order_%"]


def test_a_query_finds_by_the_time_of_creation(hub: TaskHub) -> None:
    hub.work(answer)
    states = [hub.run(answer, instance_id=f"number-{number}") for number in range(3)]
    first, second, third = (state.created_at.replace(tzinfo=timezone.utc) for state in states)
    moment = timedelta(milliseconds=1)
    assert found(hub, created_time_from=second, created_time_to=third - moment) == ["number-1"]
    assert set(found(hub, created_time_from=first)) == {"number-0", "number-1", "number-2"}
    assert found(hub, created_time_to=first - moment) == []


def test_pages_hold_every_instance_once(hub: TaskHub) -> None:
    hub.work(answer)
    ids = [hub.start(answer, number) for number in range(11)]
    for id in ids:
        hub.end_of(id)
    for size in (1, 2, 4, 11, 100):
        assert sorted(found(hub, max_instance_count=size)) == sorted(ids)


def test_payloads_come_only_when_asked_for(hub: TaskHub) -> None:
    hub.work(answer, wait)
    id = hub.run(answer, {"a": 1}).instance_id
    hub.until(waiting := hub.start(wait, "in"), RUNNING)
    bare, full = (
        {
            state.instance_id: state
            for state in hub.client.get_all_orchestration_states(
                OrchestrationQuery(fetch_inputs_and_outputs=fetch)
            )
        }
        for fetch in (False, True)
    )
    assert (bare[id].serialized_input, bare[id].serialized_output) == (None, None)
    assert (full[id].get_input(), full[id].get_output()) == ({"a": 1}, {"a": 1})
    assert full[waiting].get_custom_status() == "waiting"
    one = hub.client.get_orchestration_state(id, fetch_payloads=False)
    assert one is not None and one.serialized_output is None


def test_entities_are_no_orchestrations_in_a_query(hub: TaskHub) -> None:
    def note(ctx: EntityContext, value: object) -> None:
        ctx.set_state(value)

    def record(ctx: task.OrchestrationContext, _: None):
        yield ctx.call_entity(EntityInstanceId("note", "one"), "write", 1)

    hub.work(record, entities=(note,))
    id = hub.run(record).instance_id
    assert found(hub) == [id]


def test_the_ids_of_the_finished_come_in_disjoint_pages(hub: TaskHub) -> None:
    hub.work(answer, fail, wait)
    finished = [hub.run(answer).instance_id for _ in range(4)]
    finished += [hub.run(fail).instance_id for _ in range(3)]
    hub.until(hub.start(wait), RUNNING)
    pages = []
    token = None
    while not pages or token:
        page = hub.client.list_instance_ids(page_size=3, continuation_token=token)
        pages.append(page.items)
        token = page.continuation_token
    assert [id for page in pages for id in page] == finished
    assert [len(page) for page in pages] == [3, 3, 1]
    failed = hub.client.list_instance_ids(runtime_status=[FAILED]).items
    assert failed == finished[4:]


def test_the_ids_of_the_finished_are_found_by_the_time_of_their_end(hub: TaskHub) -> None:
    hub.work(answer)
    states = [hub.run(answer) for _ in range(3)]
    ends = [state.last_updated_at.replace(tzinfo=timezone.utc) for state in states]
    from_second = hub.client.list_instance_ids(completed_time_from=ends[1]).items
    before = hub.client.list_instance_ids(completed_time_to=ends[0] - timedelta(hours=1)).items
    assert from_second == [state.instance_id for state in states[1:]]
    assert before == []


def test_an_unknown_instance_is_absent_and_no_error(hub: TaskHub) -> None:
    assert hub.client.get_orchestration_state("nobody") is None
    assert hub.client.wait_for_orchestration_start("nobody", timeout=5) is None
    assert found(hub) == []
